// takes from, an id; returns target and path: one of the shortest ways over roles and groups to each thing of tier 0
// These are the ways by assuming and administering only; `ambit radius` knows them all, and what each is worth.
MATCH (m:Meta {id: 'ambit'})
MATCH (f:NodeFact {tier: 0})-[:DESCRIBES]->(target:Node)
WHERE f.since <= m.current AND (f.until IS NULL OR f.until > m.current)
WITH DISTINCT m, target
MATCH (start:Node {id: $from}) WHERE start <> target
MATCH p = ANY SHORTEST (start)
  ((:Node)-[r:CAN_ASSUME|MEMBER_OF|CAN_CONTROL|ESCALATES_TO
    WHERE r.since <= m.current AND (r.until IS NULL OR r.until > m.current)]->(:Node)){1,12}
  (target)
RETURN target.id AS target, [n IN nodes(p) | n.id] AS path, [e IN relationships(p) | type(e)] AS edges
ORDER BY size(path), target

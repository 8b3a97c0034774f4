// takes revision, ids, scopes (null: all), withoutEvidence, and EDGE_KIND in its text; returns tail, out: as edges.cypher
MATCH (tail)-[r:EDGE_KIND]->(head)
WHERE r.id IN $ids AND r.since <= $revision AND (r.until IS NULL OR r.until > $revision)
  AND ($scopes IS NULL OR r.scope IN $scopes)
RETURN coalesce(tail.longId, tail.id) AS tail, [[r.scope, r.id, type(r), coalesce(head.longId, head.id), r.claim, CASE WHEN $withoutEvidence THEN '[]' ELSE r.evidence END, r.stale]] AS out

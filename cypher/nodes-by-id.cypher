// takes revision, anchors (ids of Nodes), scopes, types (null: all), withoutEvidence; returns scope, id, kind, type, claim, evidence, stale of what held
UNWIND $anchors AS id
MATCH (:Node {id: id})<-[:DESCRIBES]-(f:NodeFact)
WHERE f.since <= $revision AND (f.until IS NULL OR f.until > $revision)
  AND ($scopes IS NULL OR f.scope IN $scopes) AND ($types IS NULL OR f.type IN $types)
RETURN f.scope AS scope, f.id AS id, f.kind AS kind, f.type AS type, f.claim AS claim, CASE WHEN $withoutEvidence THEN '[]' ELSE f.evidence END AS evidence,
  f.stale AS stale

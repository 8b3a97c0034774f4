// takes revision, scopes (null: all), withoutEvidence; returns tail, and out: [scope, id, kind, head, claim, evidence, stale]
// A row per tail, not per edge: that halves the time the reader takes.
MATCH (tail:Node)
WITH tail, COLLECT {
  MATCH (tail)-[r]->(head:Node)
  WHERE r.since <= $revision AND (r.until IS NULL OR r.until > $revision)
    AND ($scopes IS NULL OR r.scope IN $scopes)
  RETURN [r.scope, r.id, type(r), coalesce(head.longId, head.id), r.claim, CASE WHEN $withoutEvidence THEN '[]' ELSE r.evidence END, r.stale]
} AS out
WHERE size(out) > 0
RETURN coalesce(tail.longId, tail.id) AS tail, out

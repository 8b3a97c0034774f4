// takes revision, scopes (null: all); returns tail, and out: [scope, text], where a text is stale (0 or 1) and id, kind, claim, head by lines
// A row per tail and a text per edge: the reader's time goes by how many values come, and the last line alone may hold line breaks.
MATCH (tail:Node)
WITH tail, COLLECT {
  MATCH (tail)-[r]->(head:Node)
  WHERE r.since <= $revision AND (r.until IS NULL OR r.until > $revision)
    AND ($scopes IS NULL OR r.scope IN $scopes)
  RETURN [r.scope, CASE WHEN r.stale THEN '1' ELSE '0' END + r.id + '\n' + type(r) + '\n' + r.claim + '\n' + coalesce(head.longId, head.id)]
} AS out
WHERE size(out) > 0
RETURN coalesce(tail.longId, tail.id) AS tail, out

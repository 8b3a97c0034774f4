// takes elements, revision; returns nothing: each edge is closed and goes on as a stale copy
UNWIND $elements AS element
MATCH (tail)-[r]->(head) WHERE elementId(r) = element
CREATE (tail)-[copy:$(type(r))]->(head)
SET copy = properties(r), copy.since = $revision, copy.stale = true, copy.fid = split(r.fid, '@')[0] + '@' + toString($revision)
SET r.until = $revision

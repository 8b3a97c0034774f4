// takes elements, revision; returns nothing: each edge is closed and goes on as a stale copy
UNWIND $elements AS element
MATCH (tail)-[r]->(head) WHERE elementId(r) = element
CREATE (tail)-[copy:$(type(r))]->(head)
SET copy = r {.*, since: $revision, stale: true, fid: split(r.fid, '.')[0] + '.1@' + toString($revision)}
SET r.until = $revision

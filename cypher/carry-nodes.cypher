// takes elements, revision; returns nothing: each fact is closed and goes on as a stale copy
UNWIND $elements AS element
MATCH (f:NodeFact)-[:DESCRIBES]->(n:Node) WHERE elementId(f) = element
CREATE (copy:NodeFact)-[:DESCRIBES]->(n)
SET copy = f {.*, since: $revision, stale: true, fid: split(f.fid, '.')[0] + '.1@' + toString($revision)}
SET f.until = $revision

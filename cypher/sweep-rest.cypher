// takes current; returns nothing: headers and files that a writer left that never flipped
OPTIONAL MATCH (f:File) WHERE f.since > $current
DETACH DELETE f
WITH count(*) AS _
OPTIONAL MATCH (made:Scope) WHERE made.since > $current
DELETE made
WITH count(*) AS _
MATCH (s:Scope) WHERE s.until > $current
REMOVE s.until

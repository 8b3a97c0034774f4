// takes nothing; returns tail, out: as edges.cypher, and fid of the open edges an end of which no fact states
MATCH (lone:Node)
WHERE NOT EXISTS { MATCH (lone)<-[:DESCRIBES]-(f:NodeFact) WHERE f.until IS NULL }
MATCH (lone)-[r]-(:Node)
WHERE r.until IS NULL
WITH DISTINCT r, startNode(r) AS tail, endNode(r) AS head
RETURN coalesce(tail.longId, tail.id) AS tail, r.fid AS fid,
  [[r.scope, r.id, type(r), coalesce(head.longId, head.id), r.claim, r.evidence, r.stale]] AS out

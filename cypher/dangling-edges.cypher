// takes revision; returns tail, out: as edges.cypher, of the open edges an end of which no fact states
MATCH (lone:Node)
WHERE NOT EXISTS { MATCH (lone)<-[:DESCRIBES]-(f:NodeFact) WHERE f.until IS NULL }
MATCH (lone)-[r]-(:Node)
WHERE r.until IS NULL
WITH DISTINCT r
RETURN startNode(r).id AS tail, [[r.scope, r.id, type(r), endNode(r).id, r.claim, r.evidence, r.stale]] AS out, r.fid AS fid

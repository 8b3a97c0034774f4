// takes rows of anchor (id, longId), label, name, type, stub, fact; revision; returns nothing
UNWIND $rows AS row
MERGE (n:Node {id: row.anchor.id})
ON CREATE SET n.longId = row.anchor.longId
SET n:$(row.label)
FOREACH (_ IN CASE WHEN n.name IS NULL OR (n.stub AND NOT row.stub) THEN [1] ELSE [] END |
  SET n.name = row.name, n.type = row.type, n.stub = row.stub)
CREATE (f:NodeFact)-[:DESCRIBES]->(n)
SET f = row.fact, f.since = $revision

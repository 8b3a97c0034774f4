// takes rows of id, longId; returns nothing: the ends of edges whose nodes may be said later
UNWIND $rows AS row
MERGE (n:Node {id: row.id})
ON CREATE SET n.longId = row.longId

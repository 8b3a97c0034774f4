// takes rows of from, kind, to, fact; revision; returns nothing
UNWIND $rows AS row
MATCH (tail:Node {id: row.from})
MATCH (head:Node {id: row.to})
CREATE (tail)-[r:$(row.kind)]->(head)
SET r = row.fact, r.since = $revision

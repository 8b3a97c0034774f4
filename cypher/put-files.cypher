// takes rows of files and revision; returns nothing
UNWIND $rows AS row
MERGE (f:File {id: row.id})
ON CREATE SET f = row, f.since = $revision

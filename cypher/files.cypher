// takes ids, revision; returns the files of those ids that were known
UNWIND $ids AS id
MATCH (f:File {id: id}) WHERE f.since <= $revision
RETURN f.id AS id, f.source AS source, f.name AS name, f.sha256 AS sha256, f.collectedAt AS collectedAt

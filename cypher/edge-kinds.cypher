// takes nothing; returns kind of each relationship type that may hold edges
CALL db.relationshipTypes() YIELD relationshipType AS kind
WHERE kind <> 'DESCRIBES'
RETURN kind

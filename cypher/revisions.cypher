// takes nothing; returns revision, committedAt, scopes, oldest first
MATCH (v:Revision)
RETURN v.revision AS revision, v.committedAt AS committedAt, v.scopes AS scopes
ORDER BY revision

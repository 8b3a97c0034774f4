// takes kind, limit; returns id, value, newest first
MATCH (x:Record {kind: $kind}) WHERE x.id IS NOT NULL
RETURN x.id AS id, x.value AS value
ORDER BY x.place DESC LIMIT $limit

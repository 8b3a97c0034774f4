// takes nothing; returns current, schema, lease and the token of who holds it
MATCH (m:Meta {id: 'ambit'})
RETURN m.current AS current, m.schema AS schema, m.lease AS lease, m.token AS token

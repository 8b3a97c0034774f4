// takes token; returns a row if the lease is still held by it
MATCH (m:Meta {id: 'ambit'})
WHERE m.token = $token
SET m.renewedAt = timestamp()
RETURN m.lease AS lease

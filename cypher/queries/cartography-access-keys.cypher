// takes nothing, on the Neo4j of Cartography; returns a row for each access key and the user it signs in as
MATCH (user:AWSUser)-[:AWS_ACCESS_KEY|OWNED_BY]-(key)
WHERE key:AWSAccountAccessKey OR key:AccountAccessKey
WITH collect(DISTINCT {key: key.accesskeyid, user: user.arn, status: key.status, created: toString(key.createdate),
  lastUsed: toString(key.lastuseddate), lastUpdated: toString(key.lastupdated)}) AS rows
UNWIND rows AS row
RETURN 'access-keys' AS cartography, toString(size(rows)) AS rows, row.key AS key, row.user AS user,
  row.status AS status, row.created AS created, row.lastUsed AS lastUsed, row.lastUpdated AS lastUpdated
ORDER BY key, user

// takes nothing; returns secret, users: every secret that more than one identity uses
MATCH (m:Meta {id: 'ambit'})
MATCH (user:Node)-[r:USES_SECRET]->(secret:Node)
WHERE r.since <= m.current AND (r.until IS NULL OR r.until > m.current)
WITH secret, collect(DISTINCT user.id) AS users
WHERE size(users) > 1
RETURN secret.id AS secret, users
ORDER BY size(users) DESC, secret

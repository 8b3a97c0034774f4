// takes secret, an id; returns place, how of every copy of it and everybody who uses it, and opens: whom it lets act as
MATCH (m:Meta {id: 'ambit'})
MATCH (secret:Node {id: $secret})
OPTIONAL MATCH (secret)-[a:AUTHENTICATES_AS]->(opened:Node)
WHERE a.since <= m.current AND (a.until IS NULL OR a.until > m.current)
WITH m, secret, collect(DISTINCT opened.id) AS opens
MATCH (holder:Node)-[r:HOLDS|USES_SECRET|CAN_MINT|CAN_READ]->(secret)
WHERE r.since <= m.current AND (r.until IS NULL OR r.until > m.current)
RETURN DISTINCT holder.id AS place, type(r) AS how, opens
ORDER BY place, how

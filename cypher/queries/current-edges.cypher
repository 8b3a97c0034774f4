// takes nothing; returns from, edge, to, confidence, verdict, missing, scope of every edge that holds now
MATCH (m:Meta {id: 'ambit'})
MATCH (tail:Node)-[r]->(head:Node)
WHERE r.since <= m.current AND (r.until IS NULL OR r.until > m.current)
RETURN tail.id AS from, type(r) AS edge, head.id AS to, r.confidence AS confidence, r.verdict AS verdict,
  r.missing AS missing, r.scope AS scope
ORDER BY from, edge, to

// takes nothing; returns scope, grants, applications: who was given which OAuth scope, the most given first
MATCH (m:Meta {id: 'ambit'})
MATCH (application:Node)-[r:HAS_GRANT]->(grant:Node)<-[:DESCRIBES]-(f:NodeFact)
WHERE r.since <= m.current AND (r.until IS NULL OR r.until > m.current)
  AND f.since <= m.current AND (f.until IS NULL OR f.until > m.current)
UNWIND f.scopes AS scope
RETURN scope, count(DISTINCT grant) AS grants, collect(DISTINCT application.name) AS applications
ORDER BY grants DESC, scope

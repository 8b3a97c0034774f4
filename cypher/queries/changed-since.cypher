// takes revision; returns change, from, edge, to of every edge that came or went after it
MATCH (m:Meta {id: 'ambit'})
MATCH (tail:Node)-[r]->(head:Node)
WHERE (r.since > $revision AND r.since <= m.current AND (r.until IS NULL OR r.until > m.current))
  OR (r.since <= $revision AND r.until > $revision AND r.until <= m.current)
RETURN CASE WHEN r.since > $revision THEN 'came' ELSE 'went' END AS change, tail.id AS from, type(r) AS edge, head.id AS to
ORDER BY change, from, edge, to

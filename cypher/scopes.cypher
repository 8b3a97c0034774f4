// takes revision; returns header, nodes, edges, since of every scope at that revision
MATCH (s:Scope)
WHERE s.since <= $revision AND (s.until IS NULL OR s.until > $revision)
RETURN s.header AS header, s.nodes AS nodes, s.edges AS edges, s.since AS since
ORDER BY s.scope

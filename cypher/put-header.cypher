// takes scope, header, kinds (of its edges), nodes, edges, revision; returns nothing: the scope's newest batch
OPTIONAL MATCH (old:Scope {scope: $scope}) WHERE old.until IS NULL AND old.since < $revision
SET old.until = $revision
WITH count(*) AS _
MERGE (s:Scope {scope: $scope, since: $revision})
SET s.header = $header, s.kinds = $kinds, s.nodes = $nodes, s.edges = $edges

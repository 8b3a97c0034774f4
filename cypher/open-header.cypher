// takes scope; returns header and kinds of the scope's newest batch, if the scope is there
MATCH (s:Scope {scope: $scope}) WHERE s.since IS NOT NULL AND s.until IS NULL
RETURN s.header AS header, s.kinds AS kinds

// takes scope, header; returns nothing: the same batch came again
MATCH (s:Scope {scope: $scope}) WHERE s.since IS NOT NULL AND s.until IS NULL
SET s.header = $header

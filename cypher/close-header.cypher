// takes scope, revision; returns nothing: the scope is gone
MATCH (s:Scope {scope: $scope}) WHERE s.since IS NOT NULL AND s.until IS NULL
SET s.until = $revision

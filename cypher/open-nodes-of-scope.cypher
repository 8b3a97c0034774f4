// takes scope; returns element, id, kind, fid, stale of its node facts that have no end
MATCH (f:NodeFact)
WHERE f.scope = $scope AND f.fid IS NOT NULL AND f.until IS NULL
RETURN elementId(f) AS element, f.id AS id, f.kind AS kind, f.fid AS fid, coalesce(f.stale, false) AS stale

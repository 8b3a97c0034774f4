// takes scope, and EDGE_KIND in its text; returns element, id, kind, fid, stale of its edges that have no end
MATCH ()-[r:EDGE_KIND]->()
WHERE r.scope = $scope AND r.fid IS NOT NULL AND r.until IS NULL
RETURN elementId(r) AS element, r.id AS id, type(r) AS kind, r.fid AS fid, coalesce(r.stale, false) AS stale

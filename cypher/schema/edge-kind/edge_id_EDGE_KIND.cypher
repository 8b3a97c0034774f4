// takes EDGE_KIND in its text; returns nothing: an edge is found by its id without reading all of its kind
CREATE INDEX edge_id_EDGE_KIND IF NOT EXISTS FOR ()-[r:EDGE_KIND]-() ON (r.id)

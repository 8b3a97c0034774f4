// takes EDGE_KIND in its text; returns nothing: no edge fact is kept twice; its index also finds a scope's edges
CREATE CONSTRAINT edge_EDGE_KIND IF NOT EXISTS FOR ()-[r:EDGE_KIND]-() REQUIRE (r.scope, r.fid) IS UNIQUE

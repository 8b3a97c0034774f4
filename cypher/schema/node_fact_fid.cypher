// takes nothing; returns nothing: no node fact is kept twice; its index also finds a scope's facts
CREATE CONSTRAINT node_fact_fid IF NOT EXISTS FOR (f:NodeFact) REQUIRE (f.scope, f.fid) IS UNIQUE

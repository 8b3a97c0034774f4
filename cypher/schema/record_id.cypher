// takes nothing; returns nothing: a record is kept once
CREATE CONSTRAINT record_id IF NOT EXISTS FOR (x:Record) REQUIRE (x.kind, x.id) IS UNIQUE

// takes nothing; returns nothing: records are numbered by one counter
CREATE CONSTRAINT sequence_id IF NOT EXISTS FOR (q:Sequence) REQUIRE q.id IS UNIQUE

// takes nothing; returns nothing: a revision is committed once
CREATE CONSTRAINT revision_number IF NOT EXISTS FOR (v:Revision) REQUIRE v.revision IS UNIQUE

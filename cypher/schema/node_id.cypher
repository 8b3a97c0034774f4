// takes nothing; returns nothing: every fact and edge of one id meets at one Node
CREATE CONSTRAINT node_id IF NOT EXISTS FOR (n:Node) REQUIRE n.id IS UNIQUE

// takes nothing; returns nothing: a scope has one header per revision
CREATE CONSTRAINT scope_since IF NOT EXISTS FOR (s:Scope) REQUIRE (s.scope, s.since) IS UNIQUE

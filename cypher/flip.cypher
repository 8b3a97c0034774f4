// takes revision, committedAt, scopes; returns nothing: what was staged is now what holds
MATCH (m:Meta {id: 'ambit'})
SET m.current = $revision
CREATE (:Revision {revision: $revision, committedAt: $committedAt, scopes: $scopes})

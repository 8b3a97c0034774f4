// takes kind, id, value; returns nothing: a new record comes before all others, a known one keeps its place
MERGE (q:Sequence {id: 'records'})
SET q.last = coalesce(q.last, 0) + 1
MERGE (x:Record {kind: $kind, id: $id})
ON CREATE SET x.place = q.last
SET x.value = $value

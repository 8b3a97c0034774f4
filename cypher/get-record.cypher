// takes kind, id; returns value
MATCH (x:Record {kind: $kind, id: $id})
RETURN x.value AS value

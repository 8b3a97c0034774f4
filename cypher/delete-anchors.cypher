// takes elements; returns nothing
UNWIND $elements AS element
MATCH (n:Node) WHERE elementId(n) = element AND NOT (n)--()
DELETE n

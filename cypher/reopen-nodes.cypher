// takes elements; returns nothing
UNWIND $elements AS element
MATCH (f:NodeFact) WHERE elementId(f) = element
REMOVE f.until

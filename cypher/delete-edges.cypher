// takes elements; returns nothing
UNWIND $elements AS element
MATCH ()-[r]->() WHERE elementId(r) = element
DELETE r

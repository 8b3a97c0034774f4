// takes elements; returns nothing
UNWIND $elements AS element
MATCH ()-[r]->() WHERE elementId(r) = element
REMOVE r.until

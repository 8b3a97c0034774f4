// takes elements, revision; returns nothing
UNWIND $elements AS element
MATCH ()-[r]->() WHERE elementId(r) = element
SET r.until = $revision

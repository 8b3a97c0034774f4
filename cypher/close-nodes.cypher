// takes elements, revision; returns nothing
UNWIND $elements AS element
MATCH (f:NodeFact) WHERE elementId(f) = element
SET f.until = $revision

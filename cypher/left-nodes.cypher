// takes current; returns element and made (staged, or else only closed) of what a writer left that never flipped
MATCH (f:NodeFact)
WHERE f.since > $current OR f.until > $current
RETURN elementId(f) AS element, f.since > $current AS made

// takes current; returns element and made (staged, or else only closed) of what a writer left that never flipped
MATCH (:Node)-[r]->(:Node)
WHERE r.since > $current OR r.until > $current
RETURN elementId(r) AS element, r.since > $current AS made

// takes nothing; returns element of every Node that no fact and no edge rests on
MATCH (n:Node)
WHERE NOT (n)--()
RETURN elementId(n) AS element

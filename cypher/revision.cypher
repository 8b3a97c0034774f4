// takes revision; returns a row if it was committed
MATCH (v:Revision {revision: $revision})
RETURN v.revision AS revision

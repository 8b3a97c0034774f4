// takes nothing; returns name of each index, those behind the constraints too
SHOW INDEXES YIELD name

// takes nothing; returns name of each constraint
SHOW CONSTRAINTS YIELD name

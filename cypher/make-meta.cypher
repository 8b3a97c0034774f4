// takes nothing; returns nothing: the store's state, if it has none yet
MERGE (m:Meta {id: 'ambit'})
ON CREATE SET m.schema = 1, m.current = 0, m.allocated = 0, m.lease = 0, m.step = 0, m.staging = false

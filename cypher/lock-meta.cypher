// takes nothing; returns the lease as it stands, once no other transaction writes
MATCH (m:Meta {id: 'ambit'})
SET m.locked = true
REMOVE m.locked
RETURN m.lease AS lease, m.token AS token, m.host AS host, m.pid AS pid, m.started AS started,
  abs(timestamp() - m.renewedAt) AS idleMs, m.staging AS staging, m.current AS current

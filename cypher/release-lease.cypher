// takes nothing; returns current: nobody writes any more, and nothing staged is left
MATCH (m:Meta {id: 'ambit'})
SET m.staging = false
REMOVE m.token, m.host, m.pid, m.started
RETURN m.current AS current

// takes token, host, pid, started; returns lease, which is also the number of the revision to come
MATCH (m:Meta {id: 'ambit'})
SET m.allocated = CASE WHEN m.allocated > m.current THEN m.allocated ELSE m.current END + 1
SET m.lease = m.allocated, m.step = 0, m.renewedAt = timestamp(),
  m.token = $token, m.host = $host, m.pid = $pid, m.started = $started
RETURN m.lease AS lease

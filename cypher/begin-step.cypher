// takes lease, step; returns held (the lease is still this writer's) and done (the step was committed before)
// SET comes first: it takes the lock, so that nothing is read of what another transaction is about to change.
MATCH (m:Meta {id: 'ambit'})
SET m.renewedAt = timestamp()
WITH m, m.lease = $lease AS held, m.step >= $step AS done
SET m.step = $step, m.staging = true
RETURN held, done

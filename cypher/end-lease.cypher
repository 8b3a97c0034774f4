// takes lease; returns nothing: its holder writes no more; what it staged is left for the next one to clear away
MATCH (m:Meta {id: 'ambit'}) WHERE m.lease = $lease
REMOVE m.token, m.host, m.pid, m.started

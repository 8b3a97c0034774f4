// takes nothing; returns agent, tool, effect, target: what each agent can do to what, through its tools
MATCH (m:Meta {id: 'ambit'})
MATCH (agent:Node)-[calls:CAN_CALL]->(tool:Node)-[acts:ACTS_ON]->(target:Node)
WHERE calls.since <= m.current AND (calls.until IS NULL OR calls.until > m.current)
  AND acts.since <= m.current AND (acts.until IS NULL OR acts.until > m.current)
RETURN DISTINCT agent.id AS agent, tool.id AS tool, acts.key AS effect, target.id AS target
ORDER BY agent, tool, target

// takes nothing, on the Neo4j of Cartography; returns a row for each membership, and for each right it computed for an AWS principal
MATCH (from:AWSPrincipal)-[r]->(to)
WHERE (to:AWSRole AND type(r) = 'STS_ASSUMEROLE_ALLOW')
  OR (to:AWSGroup AND type(r) IN ['MEMBER_AWS_GROUP', 'MEMBER_OF'])
  OR type(r) STARTS WITH 'CAN_' OR type(r) = 'GET_SECRET'
WITH collect(DISTINCT {relation: type(r), from: from.arn, to: to.arn, lastUpdated: toString(r.lastupdated)}) AS rows
UNWIND rows AS row
RETURN 'relations' AS cartography, toString(size(rows)) AS rows, row.relation AS relation, row.from AS from,
  row.to AS to, row.lastUpdated AS lastUpdated
ORDER BY relation, from, to

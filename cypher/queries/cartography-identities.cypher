// takes nothing, on the Neo4j of Cartography; returns a row for each identity and group that `ambit import cartography` reads
MATCH (around)-[:RESOURCE]->(n)
WHERE (n:AWSUser OR n:AWSRole OR n:AWSGroup OR n:KubernetesServiceAccount OR n:EntraServicePrincipal OR n:GCPServiceAccount)
  AND (around:AWSAccount OR around:KubernetesCluster OR around:AzureTenant OR around:EntraTenant OR around:GCPProject)
WITH collect(DISTINCT {labels: labels(n), arn: n.arn, id: n.id, name: coalesce(n.name, n.display_name, n.email),
  around: CASE WHEN around:KubernetesCluster THEN around.name ELSE around.id END, path: n.path, namespace: n.namespace,
  email: n.email, appId: n.app_id, servicePrincipalType: n.service_principal_type, created: toString(n.createdate),
  awsRole: n.aws_role_arn, gcpServiceAccount: n.gcp_service_account, passwordLastUsed: toString(n.passwordlastused),
  disabled: coalesce(n.disabled, NOT n.account_enabled), lastUpdated: toString(n.lastupdated)}) AS rows
UNWIND rows AS row
RETURN 'identities' AS cartography, toString(size(rows)) AS rows, row.labels AS labels, row.arn AS arn, row.id AS id,
  row.name AS name, row.around AS around, row.path AS path, row.namespace AS namespace, row.email AS email,
  row.appId AS appId, row.servicePrincipalType AS servicePrincipalType, row.created AS created, row.awsRole AS awsRole,
  row.gcpServiceAccount AS gcpServiceAccount, row.passwordLastUsed AS passwordLastUsed, row.disabled AS disabled,
  row.lastUpdated AS lastUpdated
ORDER BY around, arn, id

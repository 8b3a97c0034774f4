/**
 * The services whose actions resource control policies reach, by prefix.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html, as of September 2026.
 */
const prefixes = new Set(
  [
    'aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch',
    'cloudtrail-data codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend',
    'comprehendmedical compute-optimizer cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms',
    'gamelift health inspector-scan kendra kinesisvideo kms logs memorydb networkmonitor notifications opensearch',
    'pca-connector-ad personalize polly pricing resource-groups rolesanywhere s3 secretsmanager servicediscovery signin',
    'sqs sts support swf textract timestream-influxdb transcribe transfer translate wafv2 workspaces xray',
  ].flatMap((line) => line.split(' ')),
)

/** An action in lower case; retiring a grant of a key is the one that they never reach. */
export const isUnderResourceControl = (action: string): boolean =>
  prefixes.has(action.slice(0, action.indexOf(':'))) && action !== 'kms:retiregrant'

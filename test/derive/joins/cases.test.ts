import awsKeyHolder from '../../cases/joins/aws-key-holder.json' with { type: 'json' }
import oidcEntra from '../../cases/joins/oidc-entra.json' with { type: 'json' }
import oidcGcp from '../../cases/joins/oidc-gcp.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [awsKeyHolder, oidcEntra, oidcGcp]) testCases(file as unknown as CaseFile)

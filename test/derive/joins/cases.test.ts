import awsKeyHolder from '../../cases/joins/aws-key-holder.json' with { type: 'json' }
import oidcEntra from '../../cases/joins/oidc-entra.json' with { type: 'json' }
import oidcGcp from '../../cases/joins/oidc-gcp.json' with { type: 'json' }
import seenTrust from '../../cases/joins/seen-trust.json' with { type: 'json' }
import tokenEnding from '../../cases/joins/token-ending.json' with { type: 'json' }
import useGrant from '../../cases/joins/use-grant.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [awsKeyHolder, oidcEntra, oidcGcp, useGrant, seenTrust, tokenEnding])
  testCases(file as unknown as CaseFile)

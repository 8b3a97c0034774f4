import access from '../../cases/gcp/access.json' with { type: 'json' }
import actAs from '../../cases/gcp/act-as.json' with { type: 'json' }
import keys from '../../cases/gcp/keys.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [access, actAs, keys]) testCases(file as unknown as CaseFile)

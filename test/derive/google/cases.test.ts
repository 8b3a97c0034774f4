import admins from '../../cases/google/admins.json' with { type: 'json' }
import scopes from '../../cases/google/scopes.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [admins, scopes]) testCases(file as unknown as CaseFile)

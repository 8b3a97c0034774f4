import admins from '../../cases/okta/admins.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

testCases(admins as unknown as CaseFile)

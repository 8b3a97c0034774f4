import access from '../../cases/azure/access.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

testCases(access as unknown as CaseFile)

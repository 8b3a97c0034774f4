import scopes from '../../cases/slack/scopes.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

testCases(scopes as unknown as CaseFile)

import actsOn from '../../cases/mcp/acts-on.json' with { type: 'json' }
import offeredTools from '../../cases/mcp/offered-tools.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

testCases(offeredTools as unknown as CaseFile)
testCases(actsOn as unknown as CaseFile)

import awsKeyHolder from '../../cases/joins/aws-key-holder.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

testCases(awsKeyHolder as unknown as CaseFile)

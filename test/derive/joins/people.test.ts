import oktaAws from '../../cases/joins/okta-aws.json' with { type: 'json' }
import oktaUsers from '../../cases/joins/okta-users.json' with { type: 'json' }
import samePerson from '../../cases/joins/same-person.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [oktaAws, oktaUsers, samePerson]) testCases(file as unknown as CaseFile)

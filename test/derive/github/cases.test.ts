import grants from '../../cases/github/grants.json' with { type: 'json' }
import jobs from '../../cases/github/jobs.json' with { type: 'json' }
import members from '../../cases/github/members.json' with { type: 'json' }
import secrets from '../../cases/github/secrets.json' with { type: 'json' }
import userCredentials from '../../cases/github/user-credentials.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [jobs, grants, secrets, members, userCredentials]) testCases(file as unknown as CaseFile)

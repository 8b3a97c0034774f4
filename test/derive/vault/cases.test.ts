import vaultRoles from '../../cases/joins/vault-roles.json' with { type: 'json' }
import access from '../../cases/vault/access.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [access, vaultRoles]) testCases(file as unknown as CaseFile)

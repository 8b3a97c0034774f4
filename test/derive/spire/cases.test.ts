import subjects from '../../cases/joins/spiffe-subjects.json' with { type: 'json' }
import workloads from '../../cases/joins/spiffe-workloads.json' with { type: 'json' }
import entries from '../../cases/spire/entries.json' with { type: 'json' }
import { type CaseFile, testCases } from '../drawn-cases.ts'

for (const file of [entries, workloads, subjects]) testCases(file as unknown as CaseFile)

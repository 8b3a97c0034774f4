// https://docs.github.com/rest — the lists of an organisation and of its repositories, one file per call
import { Type } from 'typebox'
import { defineImporter, type Emit, type Place, recordType } from '../importer.ts'
import { gapsOf } from './gaps.ts'
import { partOf, scopeOf, spotOfFile } from './place.ts'
import { Reading } from './reading.ts'
import { GitHubRecord, lists, Page } from './shapes.ts'

export const github = defineImporter({
  source: 'github',
  version: 1,
  reads: 'answers of GitHub’s REST API about apps, tokens, keys, Actions, alerts and people',
  get: [
    'mkdir -p orgs/<org>/actions repos/<org>/<repo>/actions',
    'gh api --paginate --slurp /orgs/<org>/repos > orgs/<org>/repos.json',
    'gh api --paginate --slurp /orgs/<org>/installations > orgs/<org>/installations.json',
    'gh api --paginate --slurp /orgs/<org>/personal-access-tokens > orgs/<org>/personal-access-tokens.json',
    'gh api --paginate --slurp /orgs/<org>/actions/secrets > orgs/<org>/actions/secrets.json',
    'gh api --paginate --slurp /repos/<org>/<repo>/environments > repos/<org>/<repo>/environments.json',
  ],
  sniff: ({ name, text }) =>
    (/(?:^|[/_])(?:orgs|repos)(?:\/|__)[^/]+(?:\/|__|\.json)/.test(name) && /^\s*[[{]/.test(text)) ||
    (/"[a-z_]*url"\s*:\s*"https:\/\/(?:api\.github\.com|[^"/]+\/api\/v3)\/(?:repos|orgs|organizations|users|teams|app|installation)/.test(
      text,
    ) &&
      !/"(?:graph|SourceMetadata|inputSchema|runs)"\s*:/.test(text)) ||
    /"include_claim_keys"\s*:/.test(text),
  format: 'json or ndjson',
  open(run) {
    const reading = new Reading(run)
    const map = (record: GitHubRecord | GitHubRecord[], emit: Emit, place: Place) => reading.take(record, emit, place)
    return {
      records: [
        recordType('/#', Type.Union([GitHubRecord, Page]), map),
        ...lists.map((list) => recordType(`/${list}/#`, GitHubRecord, map)),
        recordType('/total_count', Type.Integer(), (total, emit, place) => reading.announce(total, emit, place)),
        recordType('line', GitHubRecord, map),
      ],
      ofEmpty: (file) => {
        const spot = spotOfFile(file, run.scope)
        return scopeOf(spot, partOf(spot))
      },
      partial: () => reading.isPartial,
      coverage: () => gapsOf(reading.met),
    }
  },
})

// https://github.com/gitleaks/gitleaks/blob/master/report/finding.go
import { Type } from 'typebox'
import { awsKeyIdIn, isPemHeaderOnly, isRedacted, repositoryOf, secretTypeOf } from '../server/model/secret-text.ts'
import { defineImporter, recordType } from './importer.ts'
import { emitLeakedCopy } from './leaked-copy.ts'

const Finding = Type.Object({
  RuleID: Type.String(),
  File: Type.String(),
  Secret: Type.String(),
  Match: Type.Optional(Type.String()),
  StartLine: Type.Optional(Type.Number()),
  Entropy: Type.Optional(Type.Number()),
  Link: Type.Optional(Type.String()),
})

export const gitleaks = defineImporter({
  source: 'gitleaks',
  version: 1,
  reads: 'leaked secrets found by gitleaks, as its JSON report',
  get: ['gitleaks git -f json -r gitleaks.json'],
  sniff: ({ text }) => /^\s*\[\s*\{/.test(text) && /"RuleID"\s*:/.test(text) && /"StartLine"\s*:/.test(text),
  format: 'json',
  open(run) {
    const redacted = new Set<string>()
    const unnamed = new Set<string>()
    return {
      records: [
        recordType('/#', Finding, (finding, emit, { file }) => {
          const repository = finding.Link === undefined ? undefined : repositoryIn(finding.Link)
          const place = repository ?? run.scope ?? file
          const scope = scopeOf(place)
          const keyId = keyIdOf(finding)
          if (isRedacted(finding.Secret)) redacted.add(scope)
          if (!repositoryOf(place)) unnamed.add(scope)
          emitLeakedCopy(emit.into(scope), run, {
            rule: finding.RuleID,
            type: keyId ? 'access_key' : secretTypeOf(finding.RuleID),
            value: isPemHeaderOnly(finding.Secret) ? undefined : finding.Secret,
            nativeId: keyId === undefined ? undefined : ['aws', keyId],
            system: 'git',
            place,
            path: finding.File.replace(/^\/+/, ''),
            line: finding.StartLine,
            properties: { rule: finding.RuleID },
          })
        }),
      ],
      ofEmpty: (file) => scopeOf(run.scope ?? file),
      coverage: (scope) => [
        { missing: 'whether the leaked secrets still work', settledBy: 'trufflehog git <address> --json' },
        ...(redacted.has(scope)
          ? [
              {
                missing: 'the values, so that copies elsewhere are not recognised',
                settledBy: 'a report without --redact',
              },
            ]
          : []),
        ...(unnamed.has(scope)
          ? [
              {
                missing: 'the repository, so that its readers are not known',
                settledBy: '--scope <address of the repository>',
              },
            ]
          : []),
      ],
    }
  },
})

const scopeOf = (place: string) => `gitleaks:${repositoryOf(place)?.fullName ?? place}`

/** A rule for AWS may match the key id beside the secret half; any other rule may match a bystander. */
const keyIdOf = ({ RuleID, Secret, Match }: { RuleID: string; Secret: string; Match?: string }) =>
  awsKeyIdIn(Secret) ?? (/aws/i.test(RuleID) ? awsKeyIdIn(Match ?? '') : undefined)

/** The repository of a link to a line: https://host/owner/name/blob/commit/path, on GitLab with `/-/` before `blob`. */
const repositoryIn = (link: string) => /^(https?:\/\/[^?#]+?)\/(?:-\/)?(?:blob|src)\//.exec(link)?.[1]

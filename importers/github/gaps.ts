import type { CoverageGap } from '../../server/model/facts.ts'
import type { Sort } from './sort.ts'

interface Gap extends CoverageGap {
  readonly without: Sort
}

const list = (path: string) => `gh api --paginate --slurp ${path}`
const gaps: readonly Gap[] = [
  { without: 'repository', missing: 'which repositories there are', settledBy: list('/orgs/<org>/repos') },
  { without: 'installation', missing: 'which apps are installed', settledBy: list('/orgs/<org>/installations') },
  {
    without: 'token',
    missing: 'the fine-grained tokens; those that the organisation lets in without approval stand in no list',
    settledBy: list('/orgs/<org>/personal-access-tokens'),
  },
  {
    without: 'authorised credential',
    missing: 'the classic tokens and SSH keys; only an organisation with SAML single sign-on lists them',
    settledBy: list('/orgs/<org>/credential-authorizations'),
  },
  { without: 'deploy key', missing: 'the deploy keys', settledBy: list('/repos/<org>/<repo>/keys') },
  { without: 'secret', missing: 'the secrets of Actions', settledBy: list('/orgs/<org>/actions/secrets') },
  {
    without: 'environment',
    missing: 'the environments of repositories, and what they ask for before a job runs',
    settledBy: list('/repos/<org>/<repo>/environments'),
  },
  {
    without: 'branch protection',
    missing: 'what protected branches ask for before a push',
    settledBy: 'gh api /repos/<org>/<repo>/branches/<branch>/protection',
  },
  {
    without: 'collaborator',
    missing: 'who may read or push to the repositories',
    settledBy: list('/repos/<org>/<repo>/collaborators'),
  },
  {
    without: 'member',
    missing: 'who is a member or an owner of the organisation',
    settledBy: list('/orgs/<org>/members?role=admin'),
  },
  { without: 'alert', missing: 'the alerts of secret scanning', settledBy: list('/orgs/<org>/secret-scanning/alerts') },
]

/** The same for every scope of an import: its parts complete one another. */
export const gapsOf = (met: ReadonlySet<Sort>): readonly CoverageGap[] => [
  ...gaps.flatMap(({ without, ...gap }) => (met.has(without) ? [] : gap)),
  { missing: 'rulesets, which may ask for more than the protection of a branch does' },
  { missing: 'what the workflow files do, and which of them run for a pull request from a fork' },
]

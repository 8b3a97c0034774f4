// https://docs.github.com/actions/concepts/security/secrets
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { githubWorkflow } from '../../model/node-id.ts'
import { type Basis, defineDerivation, type GivenNode } from '../derivation.ts'

export const githubSecrets = defineDerivation({
  id: 'github-secrets',
  version: 1,
  adds: ['USES_SECRET'],
  says: 'A workflow can be given every secret of its repository, of the environment it runs in, and those of the organisation that the repository may see.',
  reads: {
    nodes: ['other'],
    also: ['ci_job', 'github_repository', 'github_organization'],
    edges: ['APPLIES_TO', 'CONTAINS', 'RUNS_AS'],
  },
  derive({ nodes, edges, node }, emit) {
    const given = Map.groupBy(
      edges.filter(({ kind, key }) => kind === 'APPLIES_TO' && (key === 'given' || key === 'selected')),
      ({ from }) => from,
    )
    const runs = new Map(
      edges.filter(({ kind }) => kind === 'RUNS_AS').map((edge) => [`${edge.from} ${edge.to}`, edge]),
    )
    const jobOf = (repository: GivenNode) => {
      const host = repository.properties?.['host']
      const job = typeof host === 'string' ? node(githubWorkflow(host, repository.name, '*')) : undefined
      return job && runs.has(`${repository.id} ${job.id}`) ? job : undefined
    }
    const repositories = Map.groupBy(
      edges.filter(({ kind, key }) => kind === 'CONTAINS' && key === undefined),
      ({ from }) => from,
    )
    for (const secret of nodes) {
      const level = secret.kind === 'Secret' ? secret.properties?.['ciSecret'] : undefined
      if (level === undefined) continue
      const use = (job: GivenNode, restsOn: Basis, verdict: Verdict) =>
        emit.edge([secret, job, ...restsOn], {
          kind: 'USES_SECRET',
          from: job.id,
          to: secret.id,
          confidence: 'granted',
          ...verdict,
        })
      const uses = given.get(secret.id) ?? []
      for (const edge of uses) {
        const to = node(edge.to)
        if (to?.type === 'ci_job') use(to, [edge], allowed)
        const job = to?.type === 'github_repository' ? jobOf(to) : undefined
        if (job) use(job, [edge], allowed)
        if (to?.type !== 'github_organization' || level !== 'organisation') continue
        for (const within of repositories.get(to.id) ?? []) {
          const repository = node(within.to)
          const own = repository?.type === 'github_repository' ? jobOf(repository) : undefined
          const verdict = own && repository ? seenBy(secret, repository) : undefined
          if (own && verdict) use(own, [edge, within, repository!], verdict)
        }
      }
    }
  },
})

/** Whether a repository of the organisation is given a secret of it, as far as the visibility decides. */
function seenBy(secret: GivenNode, repository: GivenNode): Verdict | undefined {
  const visibility = repository.properties?.['visibility']
  switch (secret.properties?.['visibility']) {
    case 'all':
      return allowed
    case 'private':
      if (visibility === undefined) return conditionalOn(`whether ${repository.name} is public`)
      return visibility === 'public' ? undefined : allowed
    case 'selected':
      if (secret.properties['repositoriesListed'] === true) return undefined
      return conditionalOn(
        `which repositories are given ${secret.name}: gh api /orgs/<org>/actions/secrets/<name>/repositories`,
      )
    default:
      return conditionalOn(`which repositories are given ${secret.name}: gh api /orgs/<org>/actions/secrets`)
  }
}

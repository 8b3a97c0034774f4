// https://docs.github.com/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
import { allowed, conditionalOn, type Verdict } from '../../model/facts.ts'
import { gate, githubAccount, githubWorkflow, type NodeId } from '../../model/node-id.ts'
import { type Basis, defineDerivation, type Given, type GivenNode } from '../derivation.ts'

/** Under what a job runs: behind gates, or only if. */
type Way = { readonly gates: readonly NodeId[]; readonly restsOn: Basis } & Verdict

const text = (node: GivenNode, name: string) => {
  const value = node.properties?.[name]
  return typeof value === 'string' ? value : undefined
}

export const githubJobs = defineDerivation({
  id: 'github-jobs',
  version: 1,
  adds: ['RUNS_AS', 'CONTAINS'],
  says: 'A repository runs workflows, on any branch and in any environment: whoever changes what is in it acts as them, past the review of a protected branch or the approval of an environment where those are asked for.',
  reads: {
    nodes: ['github_repository'],
    also: ['github_organization', 'github_branch', 'ci_job', 'approval', 'condition'],
    edges: ['APPLIES_TO'],
  },
  derive(given, emit) {
    const of = (type: string) =>
      Map.groupBy(
        given.nodes.filter((node) => node.type === type && node.provider === 'github'),
        (node) => text(node, 'repository'),
      )
    const [branches, jobs] = [of('github_branch'), of('ci_job')]
    const gates = Map.groupBy(
      given.edges.filter(({ key }) => key === 'gate'),
      ({ to }) => to,
    )
    for (const repository of given.nodes) {
      const host = text(repository, 'host')
      if (repository.type !== 'github_repository' || !host || !runs(given, repository, host)) continue
      const about = { provider: 'github', account: repository.account, kind: 'Identity', type: 'ci_job' } as const
      const runsAs = (to: NodeId, { gates: behind, restsOn, ...way }: Way) =>
        emit.edge([repository, ...restsOn], {
          kind: 'RUNS_AS',
          from: repository.id,
          to,
          confidence: 'granted',
          ...(behind.length > 0 ? { gates: behind } : {}),
          ...way,
        })
      const ofAnyBranch = githubWorkflow(host, repository.name, '*')
      emit.node([repository], {
        ...about,
        id: ofAnyBranch,
        name: `Workflows of ${repository.name}`,
        properties: { repository: repository.id },
      })
      runsAs(ofAnyBranch, { gates: [], restsOn: [], ...allowed })

      const reviewed: Way[] = []
      for (const branch of branches.get(repository.id) ?? []) {
        const way = wayTo(branch, repository, host)
        if (way === 'free' || way === 'closed') {
          if (way === 'free' && branch.properties?.['protected'] === true)
            reviewed.push({ gates: [], restsOn: [branch], ...allowed })
          continue
        }
        reviewed.push(way)
        const name = text(branch, 'branch') ?? branch.name
        const id = githubWorkflow(host, repository.name, `@refs/heads/${name}`)
        const properties = { repository: repository.id, branch: name }
        emit.node([repository, branch], {
          ...about,
          id,
          name: `Workflows of ${repository.name} on ${name}`,
          properties,
        })
        for (const to of way.gates) {
          emit.node([branch], {
            id: to,
            kind: 'Gate',
            type: 'approval',
            name: `review of a change to ${name} in ${repository.name}`,
          })
        }
        runsAs(id, way)
        // Whoever administers the repository lifts the protection.
        emit.edge([repository, branch], {
          kind: 'CONTAINS',
          from: repository.id,
          to: id,
          confidence: 'granted',
          ...allowed,
        })
      }
      for (const job of jobs.get(repository.id) ?? []) {
        if (text(job, 'environment') === undefined) continue
        const asked = gates.get(job.id) ?? []
        const own = { gates: asked.map(({ from }) => from), restsOn: [job, ...asked] }
        for (const way of waysInto(job, repository, reviewed)) {
          const { gates: more, restsOn, ...verdict } = way
          runsAs(job.id, { gates: [...own.gates, ...more], restsOn: [...own.restsOn, ...restsOn], ...verdict })
        }
      }
    }
  },
})

/** Whether workflows run at all: not in an archive, nor where Actions is switched off. */
function runs(given: Given, { account, properties, stub }: GivenNode, host: string): boolean {
  if (stub || properties?.['archived'] === true || properties?.['disabled'] === true) return false
  if (properties?.['actions'] === false) return false
  const organization = account === undefined ? undefined : given.node(githubAccount(host, account))
  return organization?.properties?.['actionsIn'] !== 'none'
}

/** What a push to a branch waits for: nothing, a review, what is not known; or nobody may. */
function wayTo(branch: GivenNode, repository: GivenNode, host: string): Way | 'free' | 'closed' {
  const { properties } = branch
  if (properties?.['protected'] !== true) return 'free'
  const name = text(branch, 'branch') ?? branch.name
  if (properties['reviews'] === undefined) {
    const missing = `what the protection of ${name} asks for: gh api /repos/${repository.name}/branches/${name}/protection`
    return { gates: [], restsOn: [branch], ...conditionalOn(missing) }
  }
  if (properties['locked'] === true) return 'closed'
  const review = gate(`github:${host}`, `${repository.name.toLowerCase()} branch ${name} review`)
  const gates = Number(properties['reviews']) > 0 ? [review] : []
  if (properties['restricted'] === true) {
    return { gates, restsOn: [branch], ...conditionalOn(`who may push to ${name} of ${repository.name}`) }
  }
  return gates.length === 0 ? 'free' : { gates, restsOn: [branch], ...allowed }
}

/** The ways into an environment, by the branches that it takes. */
function waysInto(job: GivenNode, { name }: GivenNode, reviewed: readonly Way[]): readonly Way[] {
  const environment = text(job, 'environment')
  const free = { gates: [], restsOn: [] }
  switch (text(job, 'branches')) {
    case 'any':
      return [{ ...free, ...allowed }]
    case 'protected':
      if (reviewed.length > 0) return reviewed
      return [
        {
          ...free,
          ...conditionalOn(`which branches of ${name} are protected, and how: gh api /repos/${name}/branches`),
        },
      ]
    case 'custom':
      return [
        {
          ...free,
          ...conditionalOn(
            `which branches may deploy to ${environment}: gh api /repos/${name}/environments/${environment}/deployment-branch-policies`,
          ),
        },
      ]
    default:
      return [
        {
          ...free,
          ...conditionalOn(`what ${environment} asks for before a job runs: gh api /repos/${name}/environments`),
        },
      ]
  }
}

// https://api.slack.com/scopes
import { allowed, conditionalOn } from '../../model/facts.ts'
import { globalId, type NodeId, slack, slackPart } from '../../model/node-id.ts'
import { type DeriveEmit, defineDerivation, type GivenNode } from '../derivation.ts'
import { type ScopeRight, scopeRights } from './scope-table.ts'

export const slackScopes = defineDerivation({
  id: 'slack-scopes',
  version: 1,
  adds: ['CAN_READ', 'CAN_WRITE', 'CAN_CONTROL', 'CONTAINS'],
  says: 'The scopes of a Slack token are what it may do: over the workspace, its messages, files and members. A token sees only where its bot or user is, so that is left open; owners control the workspace.',
  reads: { nodes: ['slack_workspace'], also: ['application', 'delegated', 'human', 'bot'], edges: [] },
  derive(given, emit) {
    for (const node of given.nodes.filter(({ provider }) => provider === 'slack')) {
      const workspace = given.node(slack(node.account ?? ''))
      if (!workspace) continue
      if (node.kind === 'Identity') deriveMember(emit, node, workspace)
      if (node.kind === 'Grant')
        deriveGrant(emit, node, workspace, given.node(globalId(`${node.properties?.['user'] ?? ''}`)))
    }
  },
})

function deriveMember(emit: DeriveEmit, member: GivenNode, workspace: GivenNode) {
  const role = member.properties?.['role']
  if (role === undefined || member.properties?.['enabled'] === false) return
  const edge = {
    kind: 'CAN_CONTROL',
    from: member.id,
    to: workspace.id,
    key: String(role),
    confidence: 'granted',
  } as const
  const source = 'https://slack.com/help/articles/201314026-Permissions-by-role-in-Slack'
  const missing = `whether administrators may approve apps and change roles in ${workspace.name}`
  const verdict = role === 'owner' ? allowed : conditionalOn(missing)
  emit.edge([member, workspace], {
    ...edge,
    note: `It is an ${role} of the workspace.`,
    properties: { source },
    ...verdict,
  })
}

function deriveGrant(emit: DeriveEmit, grant: GivenNode, workspace: GivenNode, user: GivenNode | undefined) {
  const scopes = new Set([grant.properties?.['scopes']].flat().map(String))
  for (const right of scopeRights) {
    const held = right.scopes.filter((scope) => scopes.has(scope))
    if (held.length === 0) continue
    const verdict =
      right.whereItIs === true
        ? conditionalOn(`in which conversations ${user ? user.name : 'its bot or user'} is: conversations.members`)
        : right.on === 'workspace' && grant.type === 'delegated'
          ? conditionalOn(`whether ${user ? user.name : 'its user'} is an owner: the token does no more than its user`)
          : allowed
    emit.edge([grant, workspace, ...(user ? [user] : [])], {
      kind: right.kind,
      from: grant.id,
      to: partOf(emit, workspace, right.on),
      key: held.join(' '),
      confidence: 'granted',
      note: right.says,
      properties: { technique: right.technique, source: right.source },
      ...verdict,
    })
  }
}

function partOf(emit: DeriveEmit, workspace: GivenNode, on: ScopeRight['on']): NodeId {
  if (on === 'workspace') return workspace.id
  const id = slackPart(workspace.account ?? '', on)
  const names = { messages: 'Messages', files: 'Files', directory: 'Members' }
  emit.node([workspace], {
    id,
    kind: 'Resource',
    type: `slack_${on}`,
    name: `${names[on]} of ${workspace.name}`,
    provider: 'slack',
    account: workspace.account,
  })
  emit.edge([workspace], { kind: 'CONTAINS', from: workspace.id, to: id, confidence: 'granted', ...allowed })
  return id
}

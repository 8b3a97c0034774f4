import type { NodeClaim } from '../../server/model/facts.ts'
import { github, location, secret } from '../../server/model/node-id.ts'
import { permissionsOf } from './githound-permissions.ts'
import { collected, type Describe, edge, time } from './githound-words.ts'
import { textOf } from './graph-shape.ts'
import { pick } from './kept-properties.ts'

/** A limited credential is not its owner: the token signs in as a bot that holds its permissions and no more. */
export const personalAccessToken: Describe = (node, id, about) => {
  const token = secret('github', node.id)
  const expired = node.properties?.['token_expired'] === true
  const lastUsedAt = time(node, 'token_last_used_at')
  const claim: NodeClaim = {
    ...about,
    id,
    kind: 'Identity',
    type: 'bot',
    name: `Access of the token ${about.name}`,
    lastUsedAt,
    properties: { expired, ...pick(node, { repository_selection: 'repositories', owner_login: 'ownerLogin' }) },
  }
  const pat: NodeClaim = {
    ...about,
    id: token,
    kind: 'Secret',
    type: 'pat',
    createdAt: time(node, 'access_granted_at'),
    expiresAt: time(node, 'token_expires_at'),
    lastUsedAt,
    properties: { expired },
  }
  return { claim, more: [pat], edges: expired ? [] : [edge('AUTHENTICATES_AS', token, id)] }
}

export const appInstallation: Describe = (node, _, about) => {
  // The collector names an installation by its app's client id, which every organisation shares.
  const id = github(collected, `${textOf(node, 'environmentid') ?? ''}/installation/${node.id}`)
  const grant = github(collected, `${textOf(node, 'environmentid') ?? ''}/installation/${node.id}/grant`)
  const suspended = textOf(node, 'suspended_at') !== undefined
  const scopes = [...(permissionsOf(node) ?? [])].map(([permission, level]) => `${permission}:${level}`)
  const { provider, account } = about
  return {
    claim: {
      ...about,
      id,
      kind: 'Identity',
      type: 'oauth_app',
      properties: { suspended, ...pick(node, { app_slug: 'slug', repository_selection: 'repositories' }) },
    },
    more: [
      {
        id: grant,
        kind: 'Grant',
        type: 'application',
        name: `Installation of ${about.name}`,
        provider,
        account,
        properties: { scopes },
      },
    ],
    edges: [edge('HAS_GRANT', id, grant)],
    parts: { grant },
  }
}

/** An alert is a leaked secret and the place where it lies. */
export const leakedSecret: Describe = (node, id, about) => {
  const number = textOf(node, 'name') ?? node.id
  const repository = textOf(node, 'repository_name') ?? 'a repository'
  const what = textOf(node, 'secret_type_display_name') ?? textOf(node, 'secret_type') ?? 'Secret'
  const place = location('github', textOf(node, 'environment_name') ?? '', `${repository}/secret-scanning/${number}`)
  const { provider, account, createdAt } = about
  return {
    claim: {
      ...about,
      id,
      kind: 'Secret',
      type: /personal_access_token/.test(textOf(node, 'secret_type') ?? '') ? 'pat' : 'other',
      name: `${what} leaked in ${repository}`,
      properties: pick(node, { state: 'state', validity: 'validity' }),
    },
    more: [
      {
        id: place,
        kind: 'Location',
        type: 'repo_file',
        name: `Alert ${number} of ${repository}`,
        provider,
        account,
        createdAt,
      },
    ],
    edges: [edge('HOLDS', place, id), edge('EXPOSED_IN', id, place)],
    parts: { place },
  }
}

/** A secret that workflows are given; its value is never in the graph. */
export const ciSecret: Describe = (node, _, about) => ({
  claim: {
    ...about,
    id: secret('github', node.id),
    kind: 'Secret',
    type: 'other',
    rotatedAt: time(node, 'updated_at'),
  },
})

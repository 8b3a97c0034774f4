import type { Json } from '../../model/facts.ts'

const all: Json = { Version: '2012-10-17', Statement: [{ Sid: 'all', Effect: 'Allow', Action: '*', Resource: '*' }] }
const iam: Json = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'iam', Effect: 'Allow', Action: ['iam:*', 'organizations:Describe*', 'organizations:List*'], Resource: '*' },
  ],
}

/** AWS-owned policies whose document a reader knows by heart, for exports that name them without it. */
const byName: ReadonlyMap<string, Json> = new Map([
  ['AdministratorAccess', all],
  ['IAMFullAccess', iam],
])

export function wellKnownPolicy(arn: string): Json | undefined {
  const name = /^arn:aws[\w-]*:iam::aws:policy\/([^/]+)$/.exec(arn)?.[1]
  return name === undefined ? undefined : byName.get(name)
}

import { Type } from 'typebox'
import { parseArn } from '../../server/model/arn.ts'
import { awsAccount, globalId } from '../../server/model/node-id.ts'
import { type Emit, type Place, type RecordType, recordType, type ScopedEmit } from '../importer.ts'
import { type Batch, into, onlyAccount } from './batch.ts'

const Listed = (kind: string) => Type.Object({ Arn: Type.String({ pattern: `^arn:[^:]+:iam::[0-9]{12}:${kind}/` }) })

/** Who vouches for outsiders in an account. A list says which there are, and so that a trust in another is void. */
export const providerRecords = (batch: Batch): readonly RecordType[] => [
  // aws iam list-open-id-connect-providers
  recordType('/OpenIDConnectProviderList/*', Listed('oidc-provider'), ({ Arn }, emit) =>
    sayListed(batch, emit, Arn, 'oidcProvidersListed'),
  ),
  // aws iam list-saml-providers
  recordType('/SAMLProviderList/*', Listed('saml-provider'), ({ Arn }, emit) =>
    sayListed(batch, emit, Arn, 'samlProvidersListed'),
  ),
  // aws iam get-open-id-connect-provider: no ARN, and the address stands before the audiences
  recordType(
    '/Url',
    Type.String(),
    (url, _, { file }) => void batch.issuerIn.set(file, url.replace(/^https:\/\//, '')),
  ),
  recordType('/ClientIDList', Type.Array(Type.String()), (clientIds, emit, place) =>
    sayAudiences(batch, emit, clientIds, place),
  ),
]

function sayListed(batch: Batch, emit: Emit, arn: string, list: string): void {
  const { account, partition } = parseArn(arn)!
  const scoped = into(batch, emit, account, 'providers', partition)
  const common = { provider: 'aws', account, properties: { [list]: true } }
  scoped.node({
    id: awsAccount(account),
    kind: 'Resource',
    type: 'aws_account',
    name: `AWS account ${account}`,
    ...common,
  })
  sayProvider(scoped, arn)
}

function sayProvider(scoped: ScopedEmit, arn: string, properties: { readonly [key: string]: string[] } = {}): void {
  const { account, resource } = parseArn(arn)!
  const type = resource.startsWith('saml-') ? 'aws_saml_provider' : 'aws_oidc_provider'
  const name = resource.slice(resource.indexOf('/') + 1)
  scoped.node({ id: globalId(arn), kind: 'Resource', type, name, provider: 'aws', account, counts: false, properties })
}

function sayAudiences(batch: Batch, emit: Emit, clientIds: string[], { file }: Place): void {
  const issuer = batch.issuerIn.get(file)
  const inName = /(?<![0-9])[0-9]{12}(?![0-9])/.exec(file)?.[0]
  const account = batch.run.scope ?? inName ?? onlyAccount(batch)
  if (issuer === undefined || account === undefined || !/^[0-9]{12}$/.test(account)) {
    emit.reject('a provider names no account; name it with --scope, or in the file name (oidc-provider-<account>.json)')
    return
  }
  sayProvider(into(batch, emit, account, 'providers'), `arn:aws:iam::${account}:oidc-provider/${issuer}`, { clientIds })
}

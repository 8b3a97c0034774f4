/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly partition: string
  readonly service: string
  readonly region: string
  /** Twelve digits, `aws` for what AWS owns, or empty where the ARN names none. */
  readonly account: string
  /** All that follows, with its own colons and slashes. */
  readonly resource: string
}

export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(':')
  if (prefix !== 'arn' || !partition || !service || rest.length === 0) return undefined
  return { partition, service, region: region ?? '', account: account ?? '', resource: rest.join(':') }
}

/** The account an ARN names, or undefined where it names none. */
export function accountOf(arn: string): string | undefined {
  const account = parseArn(arn)?.account
  return account !== undefined && /^\d{12}$/.test(account) ? account : undefined
}

/** The last part of a path-like resource: the name of a user, role or group. */
export const nameInArn = (arn: string): string => arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1)

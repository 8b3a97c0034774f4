/** One labelled scenario: where it starts, what it should reach, by whom, and what that takes. */
export interface Lab {
  readonly scenario: string
  readonly pathfindingId?: string | null
  readonly target?: string
  readonly start: string
  readonly goals: readonly string[]
  readonly usable?: boolean
  readonly principals?: readonly string[]
  readonly required?: readonly { readonly permissions: readonly { readonly permission: string }[] }[]
  readonly nodes?: readonly { readonly id: string; readonly type?: string; readonly arn?: string }[]
  readonly edges?: readonly { readonly from: string; readonly to: string; readonly label: string }[]
}

/** Identities that the labels put on the path, and so let administer. */
export const onPath = ({ start, principals = [], nodes = [] }: Lab): readonly string[] => [
  ...new Set([start, ...principals, ...nodes.flatMap(({ arn }) => arn ?? [])].filter((it) => it.startsWith('arn:'))),
]

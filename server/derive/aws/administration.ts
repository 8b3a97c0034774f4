import { type Answer, best } from './answer.ts'
import { askNew } from './ask.ts'
import { mightDo } from './ask-once.ts'
import type { Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { type Route, withBoundary } from './newcomers.ts'

const needed = (action: string, on: Need['on']): Need =>
  action.startsWith('iam:Attach') ? { action, on, attaches: true } : { action, on }
const userNeed = (action: string): Need => needed(action, 'new iam:user/*')
const roleNeed = (action: string): Need => needed(action, 'new iam:role/*')

/**
 * Whoever can make a new identity and give it everything administers the account, whatever its own permissions are
 * called: `iam:*` is as good as `*`.
 */
const routes: readonly Route[] = [
  {
    kind: 'User',
    end: 'iam:user/*',
    needs: ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'].map(userNeed),
  },
  {
    kind: 'User',
    end: 'iam:user/*',
    needs: ['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'].map(userNeed),
  },
  { kind: 'Role', end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:AttachRolePolicy'].map(roleNeed) },
  { kind: 'Role', end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:PutRolePolicy'].map(roleNeed) },
]

export const administration = (asked: Asked): Answer => best(ways(asked))

function* ways(asked: Asked): Generator<Answer> {
  const open = routes.filter(({ needs }) =>
    mightDo(
      asked,
      needs.map(({ action }) => action),
    ),
  )
  for (const { needs, end } of open) yield askNew(asked, needs, end)
  for (const route of open) yield* withBoundary(asked, route, administration)
}

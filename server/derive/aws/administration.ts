import { globalId } from '../../model/node-id.ts'
import { type Answer, best, lazily } from './answer.ts'
import { askNew } from './ask.ts'
import { mightDo } from './ask-once.ts'
import type { Need } from './escalation.ts'
import type { Asked } from './evaluate.ts'
import { indexed, type Policy } from './policy.ts'
import { statementsOf } from './statement.ts'

const needed = (action: string, on: Need['on']): Need =>
  action.startsWith('iam:Attach') ? { action, on, attaches: true } : { action, on }
const userNeed = (action: string): Need => needed(action, 'new iam:user/*')
const roleNeed = (action: string): Need => needed(action, 'new iam:role/*')

/**
 * Whoever can make a new identity and give it everything administers the account, whatever its own permissions are
 * called: `iam:*` is as good as `*`.
 */
const routes: readonly { readonly end: string; readonly needs: readonly Need[] }[] = [
  { end: 'iam:user/*', needs: ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:CreateAccessKey'].map(userNeed) },
  { end: 'iam:user/*', needs: ['iam:CreateUser', 'iam:PutUserPolicy', 'iam:CreateAccessKey'].map(userNeed) },
  { end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:AttachRolePolicy'].map(roleNeed) },
  { end: 'iam:role/*', needs: ['iam:CreateRole', 'iam:PutRolePolicy'].map(roleNeed) },
]

export const administration = (asked: Asked): Answer =>
  best(
    lazily(
      routes.filter(({ needs }) =>
        mightDo(
          asked,
          needs.map(({ action }) => action),
        ),
      ),
      ({ needs, end }) => askNew(asked, needs, end),
    ),
  )

const anything = statementsOf({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
})
export const everything: Policy = {
  node: { id: globalId('everything'), kind: 'Resource', type: 'aws_policy', name: 'everything', evidence: [] },
  statements: anything,
  about: indexed(anything),
}

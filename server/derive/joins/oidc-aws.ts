// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
import { emitHeld } from '../aws/answer.ts'
import { admitsToken } from '../aws/federated.ts'
import { modelOf, trustingRoles } from '../aws/model.ts'
import { modelEdges, modelTypes } from '../aws/model-reads.ts'
import { basisOfTrust } from '../aws/outside.ts'
import { both, open } from '../aws/truth.ts'
import { defineDerivation } from '../derivation.ts'
import { holderTypes, tokenHolders } from './oidc-tokens.ts'

export const oidcAws = defineDerivation({
  id: 'join-oidc-aws',
  version: 2,
  adds: ['CAN_ASSUME'],
  says: 'A job of GitHub Actions, or a service account of a cluster, takes on the AWS roles whose trust policies its tokens fit: issuer, subject and audience are evaluated, and a trust that asks for no subject lets in every one.',
  reads: {
    nodes: ['ci_job', 'k8s_cluster'],
    also: [...holderTypes, ...modelTypes, 'aws_policy', 'aws_oidc_provider'],
    edges: modelEdges,
  },
  derive(given, emit) {
    const holders = [...tokenHolders(given)]
    if (holders.length === 0) return
    const model = modelOf(given)
    for (const role of trustingRoles(model)) {
      for (const statement of role.trust?.policy.statements ?? []) {
        if (statement.effect !== 'Allow') continue
        for (const { node, issuer, subject, missing, restsOn } of holders) {
          const admitted = admitsToken({ model, emit, role, statement }, { issuer, ...subject })
          if (admitted === undefined || admitted.truth === false) continue
          const truth = missing === undefined ? admitted.truth : both([admitted.truth, open(missing)])
          emitHeld(emit, [node, ...restsOn, role.node, ...basisOfTrust(role)], truth, {
            kind: 'CAN_ASSUME',
            from: node.id,
            to: role.id,
            confidence: 'granted',
            key: statement.label,
            note: admitted.takesAnybody
              ? `The trust policy of ${role.name} asks for no subject (*): any token of ${issuer} comes in (statement ${statement.label}).`
              : `Its subject ${subject.pattern} fits the trust policy of ${role.name} (statement ${statement.label}).`,
          })
        }
      }
    }
  },
})

import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { findStack } from '../../stack/find-stack.ts'
import { isOurStack } from '../../stack/stack-tags.ts'
import type { RemovableType } from './removable-type.ts'

export const stack: RemovableType = {
  type: 'AWS::CloudFormation::Stack',
  arn: { service: 'cloudformation', resource: /^stack\/([^/]+)\// },
  isThere: async ({ clients }, name) => {
    const found = await findStack(clients.get(CloudFormationClient), name)
    return found !== undefined && found.StackStatus !== 'DELETE_COMPLETE'
  },
  commands: ({ id, isProtected }) => [
    ...(isProtected
      ? [['cloudformation', 'update-termination-protection', '--no-enable-termination-protection', '--stack-name', id]]
      : []),
    ['cloudformation', 'delete-stack', '--stack-name', id],
  ],
  findByName: async ({ connection, prefix }) => {
    const found = await findStack(connection.clients.get(CloudFormationClient), prefix)
    // Another stack of this name is kept. A stack that was only planned has no tags yet.
    if (!found || !(isOurStack(found.Tags) || found.StackStatus === 'REVIEW_IN_PROGRESS')) return []
    return [{ id: prefix, ours: true, isProtected: found.EnableTerminationProtection ?? false }]
  },
}

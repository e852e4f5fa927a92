import { createHash } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-cloudformation'
import type { ResourceContext } from '../resources/resource-type.ts'
import type { Stack } from '../stack.ts'
import { dependenciesOf } from '../template/dependencies.ts'
import { physicalName } from './physical-name.ts'
import type { StackRun } from './stack-run.ts'

export interface ContextRequest {
  readonly run: StackRun
  readonly logicalId: string
  readonly signal: AbortSignal
  /** The stack's tags before the change. Default: those that it has now. */
  readonly previousTags?: readonly Tag[]
  readonly initiated?: (physicalId: string) => void
  readonly waiting?: (reason: string) => void
}

/** The data about the stack, and the functions, that a resource module may use. */
export function resourceContext(request: ContextRequest): ResourceContext {
  const { run, logicalId, signal, initiated, waiting } = request
  const { account, stack, clients } = run
  return {
    clients,
    stackName: stack.stackName,
    stackId: stack.stackId,
    logicalId,
    region: account.region,
    accountId: account.id,
    tags: resourceTags(stack, logicalId),
    previousTags: request.previousTags ?? stack.definition.tags,
    generateName: options => physicalName(stack.stackName, logicalId, options),
    signal,
    clientToken: createHash('sha256')
      .update(`${run.requestToken}/${stack.stackId}/${logicalId}`)
      .digest('hex')
      .slice(0, 36),
    outlast: () => run.activity.outlast(dependentsOf(stack, logicalId), signal),
    initiated: initiated ?? (() => {}),
    waiting: waiting ?? (() => {}),
    nestedStacks: run.nestedStacks(run, signal),
  }
}

function dependentsOf({ definition: { template } }: Stack, logicalId: string): number {
  const ids = Object.keys(template.resources)
  return ids.filter(id => dependenciesOf(template, id).has(logicalId)).length
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html */
function resourceTags(stack: Stack, logicalId: string): Tag[] {
  return [
    { Key: 'aws:cloudformation:stack-name', Value: stack.stackName },
    { Key: 'aws:cloudformation:stack-id', Value: stack.stackId },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
    ...stack.definition.tags,
  ]
}

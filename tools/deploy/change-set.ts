import {
  type ChangeSetType,
  type CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetOutput,
  InvalidChangeSetStatusException,
  type Parameter,
  type Tag,
} from '@aws-sdk/client-cloudformation'
import { CommandError } from '../command/command-error.ts'
import { pauseBetweenPolls } from '../command/pause.ts'
import type { Progress } from '../command/progress.ts'
import { uninterrupted } from '../command/uninterrupted.ts'
import { changeSetFailure } from './change-set-failure.ts'
import { findStack } from '../stack/find-stack.ts'
import { nextStepFor } from './reason-next-step.ts'

export interface StackRequest {
  readonly stackName: string
  readonly type: ChangeSetType
  readonly templateUrl: string
  readonly parameters: Parameter[]
  readonly tags: Tag[]
  readonly roleArn: string | undefined
}

/** A change set and the stack that it changes. */
export interface PlannedChange {
  readonly id: string
  readonly stackId: string
}

export interface ChangeSet extends PlannedChange {
  /** There is nothing to execute. CloudFormation keeps such a change set as FAILED; this module deletes it. */
  readonly empty: boolean
}

/**
 * Names a change set in a call, together with its stack. IAM checks such a call against `stack/NAME/ID`, but a call
 * with the change set's ARN alone against `changeSet/NAME/ID` (github.com/widdix/complete-aws-iam-reference/issues/6).
 */
export function referenceTo({ id, stackId }: PlannedChange): { ChangeSetName: string; StackName: string } {
  return { ChangeSetName: id, StackName: stackId }
}

interface Following {
  readonly progress: Progress
  readonly signal?: AbortSignal
}

/**
 * Lets CloudFormation plan the change. Throws with CloudFormation's reason if it cannot.
 *
 * The creation of a stack is planned without its nested stacks: there is nothing to compare them with, and their inputs
 * are outputs of stacks that do not exist. CloudFormation puts a placeholder, `{{IntrinsicFunction:…}}`, in place of such
 * an input, and the plan fails where the value matters, although the stack could be created: at Fn::Select
 * (github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759), allowed patterns
 * (github.com/aws-cloudformation/rain/issues/526), types of parameters
 * (github.com/aws-cloudformation/cfn-language-discussion/issues/152). An update that adds a nested stack can fail so too,
 * so any failure of the whole plan is followed by one plan of the root alone: no wording decides.
 */
export async function createChangeSet(
  client: CloudFormationClient,
  request: StackRequest,
  following: Following,
): Promise<ChangeSet> {
  try {
    const nested = request.type === 'UPDATE' ? await tryChangeSet(client, request, true, following) : undefined
    if (nested && !('failure' in nested)) return nested
    if (nested) {
      following.progress.notice(
        `CloudFormation cannot plan the nested stacks (${nested.failure}); planning the root alone.`,
      )
    }
    const rootOnly = await tryChangeSet(client, request, false, following)
    if ('failure' in rootOnly) throw refused(request, [...new Set([nested?.failure, rootOnly.failure])])
    return rootOnly
  } catch (error) {
    if (request.type === 'CREATE') await discardPlannedStack(client, request)
    throw error
  }
}

// UpdateStack uses the second wording, and so do some change sets. The AWS CLI knows both
// (awscli/customizations/cloudformation/deployer.py, wait_for_changeset).
const noChanges = /The submitted information didn't contain changes|No updates are to be performed/

async function tryChangeSet(
  client: CloudFormationClient,
  request: StackRequest,
  IncludeNestedStacks: boolean,
  { progress, signal }: Following,
): Promise<ChangeSet | { failure: string }> {
  const { Id, StackId } = await client.send(
    new CreateChangeSetCommand({
      StackName: request.stackName,
      ChangeSetName: `deploy-${Date.now()}`,
      ChangeSetType: request.type,
      TemplateURL: request.templateUrl,
      Parameters: request.parameters,
      Tags: request.tags,
      RoleARN: request.roleArn,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      IncludeNestedStacks,
    }),
  )
  const changeSet = { id: Id!, stackId: StackId! }
  try {
    const planned = await whenPlanned(client, changeSet, progress, signal)
    if (planned.Status === 'CREATE_COMPLETE') return { ...changeSet, empty: false }
    const empty = noChanges.test(planned.StatusReason ?? '')
    const failure = empty ? '' : await changeSetFailure(client, planned)
    await deleteChangeSet(client, changeSet)
    return empty ? { ...changeSet, empty } : { failure }
  } catch (error) {
    await deleteChangeSet(client, changeSet)
    throw error
  }
}

/**
 * The limit of botocore's waiter ChangeSetCreateComplete: 120 times 30 seconds
 * (cloudformation/2010-05-15/waiters-2.json).
 */
const planningLimitMs = 60 * 60_000

async function whenPlanned(
  client: CloudFormationClient,
  changeSet: PlannedChange,
  progress: Progress,
  signal?: AbortSignal,
): Promise<DescribeChangeSetOutput> {
  for (const startedAt = performance.now(); ; await pauseBetweenPolls(startedAt, signal)) {
    const request = new DescribeChangeSetCommand(referenceTo(changeSet))
    const planned = await client.send(request)
    if (planned.Status === 'CREATE_COMPLETE' || planned.Status === 'FAILED') return planned
    progress.status(`Change set ${planned.Status}`)
    if (performance.now() - startedAt > planningLimitMs) {
      throw new CommandError(
        'STACK_TAKES_LONG',
        `The change set ${changeSet.id} is still ${planned.Status} after an hour, so it is deleted.`,
        { nextStep: 'Run the command again later.' },
      )
    }
  }
}

async function deleteChangeSet(client: CloudFormationClient, changeSet: PlannedChange): Promise<void> {
  // Also after Ctrl-C.
  await uninterrupted(() => client.send(new DeleteChangeSetCommand(referenceTo(changeSet))), cleanUpLimitMs)
}

const cleanUpLimitMs = 30_000

/** Removes a change set that will not be executed, and its stack if that exists only as a plan. */
export async function discardChangeSet(
  client: CloudFormationClient,
  request: StackRequest,
  changeSet: PlannedChange,
): Promise<void> {
  try {
    await deleteChangeSet(client, changeSet)
  } catch (error) {
    // CloudFormation is executing it: the answer to that request was lost, or nobody waited for it.
    if (!(error instanceof InvalidChangeSetStatusException)) throw error
  }
  if (request.type === 'CREATE') await discardPlannedStack(client, request)
}

/** Deletes a stack that exists only as a plan and has no resources. */
async function discardPlannedStack(client: CloudFormationClient, { stackName, roleArn }: StackRequest): Promise<void> {
  await uninterrupted(async () => {
    const stack = await findStack(client, stackName)
    if (stack?.StackStatus !== 'REVIEW_IN_PROGRESS') return
    await client.send(new DeleteStackCommand({ StackName: stack.StackId, RoleARN: roleArn }))
  }, cleanUpLimitMs)
}

function refused(request: StackRequest, failures: ReadonlyArray<string | undefined>): CommandError {
  const failure = failures.filter(one => one !== undefined).join('; ')
  return new CommandError(
    'CHANGE_SET_FAILED',
    `CloudFormation refuses the change of ${request.stackName}: ${failure}`,
    {
      nextStep: nextStepFor(failure) ?? 'Correct the template or the parameter named above, and run the command again.',
    },
  )
}

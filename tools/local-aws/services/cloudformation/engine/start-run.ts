import type { StackStatus } from '@aws-sdk/client-cloudformation'
import type { Call } from '../operation.ts'
import { setStackStatus } from '../stack-events.ts'
import type { Stack } from '../stack.ts'
import { Activity } from './activity.ts'
import { deploymentActor } from './deployment-actor.ts'
import { nestedStacks } from './nested-stacks.ts'
import type { StackRun } from './stack-run.ts'

export interface RunRequest {
  readonly call: Call
  readonly stack: Stack
  readonly roleArn?: string
  readonly clientRequestToken?: string
  readonly disableValidation?: boolean
}

/** Starts an operation on a root stack. When this returns, the stack's status is set, and the operation continues. */
export function startRun(request: RunRequest, work: (run: StackRun) => Promise<unknown>): void {
  const { call, stack } = request
  const { account } = call
  const state = account.cloudFormation
  stack.roleArn = request.roleArn ?? stack.roleArn
  const { actor, clients } = deploymentActor(call, stack.roleArn)
  stack.clientRequestToken = request.clientRequestToken
  state.start(stack, async signal => {
    try {
      await work({
        account,
        state,
        stack,
        clients,
        actor,
        signal,
        activity: new Activity(),
        requestToken: request.clientRequestToken ?? call.requestId,
        validates: !request.disableValidation,
        nestedStacks,
        nestedUpdates: new Map(),
      })
    } catch (error) {
      // After a bug of the engine the stack must not be in progress for ever.
      setStackStatus(stack, failedStatus(stack.status), 'Internal Failure')
      throw error
    } finally {
      clients.destroy()
    }
  })
}

function failedStatus(status: StackStatus): StackStatus {
  if (status.startsWith('UPDATE_ROLLBACK')) return 'UPDATE_ROLLBACK_FAILED'
  const [operation] = status.split('_')
  return `${operation as 'CREATE' | 'DELETE' | 'ROLLBACK' | 'UPDATE'}_FAILED`
}

import type { Call } from '../../../operation.ts'
import type { Stack } from '../stack.ts'
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

/** Starts an operation on a root stack; it has set the stack's status when this returns, and goes on by itself. */
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
        requestToken: request.clientRequestToken ?? call.requestId,
        validates: !request.disableValidation,
        nestedStacks,
        nestedUpdates: new Map(),
      })
    } finally {
      clients.destroy()
    }
  })
}

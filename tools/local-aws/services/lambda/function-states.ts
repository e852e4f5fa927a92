import type { LambdaFunction } from './function-model.ts'

/**
 * The longest time in a state that no answer has reported. On AWS a function is Pending, and InProgress, for seconds.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
const heldMs = 5000

/**
 * Ends a creation or an update when its work is done and either an answer has reported the state or `heldMs` have
 * passed. So a program that does not wait for the state fails here however fast the machine is, and one that waits
 * succeeds at its second request.
 */
export function settlesWhenDescribed(lambdaFunction: LambdaFunction, work: Promise<unknown>): void {
  const described = new Promise<void>(resolve => {
    lambdaFunction.described = resolve
    setTimeout(resolve, heldMs).unref()
  })
  void Promise.allSettled([work, described]).then(() => {
    lambdaFunction.state = 'Active'
    lambdaFunction.lastUpdateStatus = 'Successful'
  })
}

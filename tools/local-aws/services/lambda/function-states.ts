import type { LambdaFunction } from './function-model.ts'

/**
 * How long a state is held of which nobody asks. On AWS a function is Pending, and InProgress, for seconds, whoever
 * looks. https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 */
const heldMs = 5000

/**
 * Ends what a creation or an update has begun: when the work is done and somebody has been told of it, or has had the time
 * to ask. So who does not wait is found out however fast the machine is, and a waiter has it on its second look.
 */
export function settlesWhenTold(lambdaFunction: LambdaFunction, work: Promise<unknown>): void {
  const told = new Promise<void>(resolve => {
    lambdaFunction.told = resolve
    setTimeout(resolve, heldMs).unref()
  })
  void Promise.allSettled([work, told]).then(() => {
    lambdaFunction.state = 'Active'
    lambdaFunction.lastUpdateStatus = 'Successful'
  })
}

/** How soon something is polled again. */
export interface PollingRate {
  readonly shortestMs: number
  readonly longestMs: number
}

/** AWS takes seconds to minutes, and its APIs limit requests: CloudFormation throttles frequent ones. */
const onAws: PollingRate = { shortestMs: 100, longestMs: 5000 }

/**
 * A local AWS takes milliseconds and does not throttle. The pauses are not shorter still, because it runs on the same
 * processors as the polling.
 */
const onThisMachine: PollingRate = { shortestMs: 5, longestMs: 250 }

/** The rate for the AWS that the environment variables select. */
export function pollingRate(): PollingRate {
  return isOnThisMachine() ? onThisMachine : onAws
}

/** How long an SDK waiter pauses, in seconds; it takes fractions. A local AWS settles a function in milliseconds. */
export function waiterDelays(endpoint?: string): { readonly minDelay: number; readonly maxDelay: number } {
  return isOnThisMachine(endpoint) ? { minDelay: 0.005, maxDelay: 0.25 } : { minDelay: 1, maxDelay: 5 }
}

/** The pause before the second and third try of a call that fails while a function mounts first: one and two seconds on AWS. */
export function retryPauseMs(attempt: number): number {
  return attempt * (isOnThisMachine() ? 10 : 1000)
}

/** Whether an endpoint is reached over the loopback interface, as the local AWS is. */
export function isOnThisMachine(endpoint = process.env.AWS_ENDPOINT_URL): boolean {
  if (!endpoint || !URL.canParse(endpoint)) return false
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname)
}

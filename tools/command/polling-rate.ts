/** How soon something is looked at again. */
export interface PollingRate {
  readonly shortestMs: number
  readonly longestMs: number
}

/** On AWS things take seconds to minutes, and its APIs count requests: CloudFormation throttles who asks too often. */
const onAws: PollingRate = { shortestMs: 100, longestMs: 5000 }

/**
 * On a local AWS things take milliseconds, and nobody counts. Not shorter: what is looked at there runs on the same
 * processors as the looking.
 */
const onThisMachine: PollingRate = { shortestMs: 5, longestMs: 250 }

/** The rate that suits the AWS that the environment points at. */
export function pollingRate(): PollingRate {
  return isOnThisMachine() ? onThisMachine : onAws
}

/** How long an SDK waiter pauses, in seconds; it takes fractions. A local AWS settles a function in milliseconds. */
export function waiterDelays(endpoint?: string): { readonly minDelay: number; readonly maxDelay: number } {
  return isOnThisMachine(endpoint) ? { minDelay: 0.005, maxDelay: 0.25 } : { minDelay: 1, maxDelay: 5 }
}

/** Before the second and third try of what the first mounts of a function spoil: one and two seconds on AWS. */
export function retryPauseMs(attempt: number): number {
  return attempt * (isOnThisMachine() ? 10 : 1000)
}

/** Whether an endpoint is reached over the loopback interface, as the local AWS is. */
export function isOnThisMachine(endpoint = process.env.AWS_ENDPOINT_URL): boolean {
  if (!endpoint || !URL.canParse(endpoint)) return false
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname)
}

import type { Call, Permission, Service } from '../operation.ts'

/**
 * Lets a call through only if its packets could arrive: a function in a private subnet reaches S3 through a gateway
 * endpoint on its route table and nothing else. On AWS such a call hangs until somebody's time-out; so it does here.
 *
 * @throws AwsError AccessDenied 403, when the endpoint's policy does not allow what is asked
 */
export async function checkReachable(
  call: Call,
  _service: Service,
  _permissions: () => readonly Permission[],
): Promise<void> {
  if (call.caller.origin.kind === 'internet') return
}

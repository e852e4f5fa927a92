import { DescribeNetworkInterfacesCommand, EC2Client } from '@aws-sdk/client-ec2'
import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import { pauseBetweenPolls } from '../command/pause.ts'
import type { Progress } from '../command/progress.ts'
import { elapsed } from '../command/elapsed.ts'
import type { Pace } from './pace.ts'

/** The network interfaces that Lambda holds in these VPCs. Undefined if the credentials do not allow the search. */
export async function lambdaInterfaces(
  connection: AwsConnection,
  vpcIds: readonly string[],
): Promise<string[] | undefined> {
  if (vpcIds.length === 0) return []
  const Filters = [
    { Name: 'vpc-id', Values: [...vpcIds] },
    { Name: 'interface-type', Values: ['lambda'] },
  ]
  try {
    const request = new DescribeNetworkInterfacesCommand({ Filters })
    const { NetworkInterfaces = [] } = await connection.clients.get(EC2Client).send(request)
    return NetworkInterfaces.map(({ NetworkInterfaceId }) => NetworkInterfaceId!)
  } catch (error) {
    const explained = explainAwsError(error)
    if (explained instanceof CommandError && explained.code === 'ACCESS_DENIED') return undefined
    throw error
  }
}

/**
 * Explains what the deletion waits for, and why. "The expected deletion time" of Hyperplane interfaces is 45 minutes at
 * most, by HashiCorp's talks with the Lambda team
 * (github.com/hashicorp/terraform-provider-aws/commit/922037e7c91f7a96810); deletions of 25 to 40 minutes:
 * github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/392.
 */
export function releaseAwaited(interfaces: readonly string[]): string {
  const [count, them] =
    interfaces.length === 1 ? ['1 network interface', 'it'] : [`${interfaces.length} network interfaces`, 'them']
  return (
    `AWS Lambda has yet to release ${count} (${interfaces.join(', ')}): it keeps the Hyperplane interfaces of deleted ` +
    `functions for a while, up to 45 minutes on AWS, nobody else can remove ${them}, and the subnets and security ` +
    'groups cannot be deleted before'
  )
}

/** Waits until Lambda has released them, and reports the wait. Ends at the time limit (of performance.now()). */
export async function interfacesReleased(
  connection: AwsConnection,
  vpcIds: readonly string[],
  { progress, signal, pace, until }: { progress: Progress; signal?: AbortSignal; pace: Pace; until: number },
): Promise<void> {
  const startedAt = performance.now()
  let reportAt = startedAt
  for (;;) {
    const interfaces = await lambdaInterfaces(connection, vpcIds)
    if (!interfaces?.length || performance.now() > until) return progress.status('')
    if (performance.now() >= reportAt) {
      progress.detail(`${elapsed(startedAt)}: ${releaseAwaited(interfaces)}`)
      reportAt = performance.now() + 5 * pace.quietMs
    }
    progress.status(`waiting for ${interfaces.join(', ')}, ${elapsed(startedAt)}`)
    await pauseBetweenPolls(startedAt, signal)
  }
}

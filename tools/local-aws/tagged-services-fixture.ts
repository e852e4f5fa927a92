import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import { IAMClient } from '@aws-sdk/client-iam'
import type { Test } from 'tap'
import { startLocalAws } from './server.ts'

/** A local AWS and the clients of services whose resources have tags; for tests only. */
export async function taggedServices(t: Pick<Test, 'teardown'>) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const trust = { Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }] }
  return {
    aws,
    ec2: new EC2Client(aws),
    efs: new EFSClient(aws),
    iam: new IAMClient(aws),
    logs: new CloudWatchLogsClient(aws),
    apiGateway: new APIGatewayClient(aws),
    /** The member that every role needs. */
    role: { AssumeRolePolicyDocument: JSON.stringify(trust) },
  }
}

/** Tags with these keys. */
export function tag(...keys: readonly string[]): { Key: string; Value: string }[] {
  return keys.map(Key => ({ Key, Value: 'v' }))
}

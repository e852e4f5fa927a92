import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateFunctionCommand, type CreateFunctionRequest, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import archiver from 'archiver'
import { functionActive } from '../../../command/function-settled.ts'
import { type LocalAwsOptions, startLocalAws } from '../../server.ts'

const trustLambda = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const everything = {
  Statement: [{ Effect: 'Allow', Action: ['ec2:*', 'logs:*', 'elasticfilesystem:*'], Resource: '*' }],
}

/** A local AWS with a role, a network, and a shared folder in place of the access point; for tests of Lambda. */
export async function functionWorld(options: LocalAwsOptions = {}) {
  const sentences: string[] = []
  const aws = await startLocalAws({ ...options, diagnose: sentence => sentences.push(sentence) })
  const shared = await mkdtemp(join(tmpdir(), 'shared-'))
  if (process.getuid?.() === 0) (await import('node:fs')).chownSync(shared, 1000, 1000)
  const { lambda: state } = aws.account
  // A busy machine may take longer than Lambda's 10 s to start an environment.
  state.initTimeoutMs = 120_000
  state.events.retryDelaysMs = [10, 10]
  state.events.backoffMs = { first: 10, most: 100 }
  state.mountAccessPoint = async () => ({ directory: shared, uid: 1000, gid: 1000, readOnly: false })

  const [lambda, iam, ec2, logs] = [
    new LambdaClient(aws),
    new IAMClient(aws),
    new EC2Client(aws),
    new CloudWatchLogsClient(aws),
  ]
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: JSON.stringify(trustLambda) }),
  )
  await iam.send(
    new PutRolePolicyCommand({ RoleName: 'function', PolicyName: 'all', PolicyDocument: JSON.stringify(everything) }),
  )
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc!.VpcId!
  const SubnetId = (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/24' }))).Subnet!.SubnetId!
  const group = { VpcId, GroupName: 'lambda', Description: 'lambda' }
  const { GroupId } = await ec2.send(new CreateSecurityGroupCommand(group))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/test' }))

  const create = async (FunctionName: string, source: string, settings: Partial<CreateFunctionRequest> = {}) => {
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Role: Role!.Arn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Timeout: 20,
        LoggingConfig: { LogFormat: 'JSON', LogGroup: '/test' },
        Code: { ZipFile: await zipOf({ 'index.js': source }) },
        ...settings,
      }),
    )
    await functionActive(lambda, FunctionName)
  }
  const invoke = async (FunctionName: string, payload: unknown = {}) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload), LogType: 'Tail' }),
    )
    return {
      error: answer.FunctionError,
      body: JSON.parse(Buffer.from(answer.Payload!).toString() || 'null'),
      log: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    }
  }
  const logLines = async (pattern?: string) => {
    const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/test', filterPattern: pattern }))
    return events!.map(event => event.message!)
  }
  const network = { SubnetIds: [SubnetId], SecurityGroupIds: [GroupId!] }
  const close = async () => {
    await aws.close()
    await rm(shared, { recursive: true, force: true })
  }
  return { aws, lambda, iam, sentences, shared, create, invoke, logLines, network, roleArn: Role!.Arn!, close }
}

export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = archiver('zip')
  const chunks: Buffer[] = []
  archive.on('data', chunk => chunks.push(chunk))
  for (const [name, content] of Object.entries(files)) {
    archive.append(content, { name, mode: content.startsWith('#!') ? 0o755 : 0o644 })
  }
  const end = once(archive, 'end')
  await archive.finalize()
  await end
  return Buffer.concat(chunks)
}

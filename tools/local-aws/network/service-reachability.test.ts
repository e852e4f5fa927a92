import {
  AssociateRouteTableCommand,
  CreateRouteTableCommand,
  CreateVpcEndpointCommand,
  type IpPermission,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2'
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { startNetwork, tcp } from './network-fixture.ts'

const s3PrefixList: IpPermission = {
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  PrefixListIds: [{ PrefixListId: 'pl-63a5400a' }],
}
const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }

/** A bucket, and a function's session in a private subnet that reads the bucket. */
async function world(t: Test) {
  let onDiagnosis = (_sentence: string): void => {}
  const network = await startNetwork(t, { diagnose: sentence => onDiagnosis(sentence) })
  const { aws, ec2, vpc, subnet, group } = network
  const vpcId = await vpc()
  const privateSubnet = async (cidrBlock: string) => {
    const SubnetId = await subnet(vpcId, cidrBlock)
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpcId }))
    const RouteTableId = RouteTable!.RouteTableId!
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }))
    return { subnetId: SubnetId, routeTableId: RouteTableId }
  }
  const endpoint = async (routeTableId: string, ...statements: object[]) => {
    const PolicyDocument =
      statements.length > 0 ? JSON.stringify({ Version: '2012-10-17', Statement: statements }) : undefined
    const ServiceName = `com.amazonaws.${aws.region}.s3`
    const request = { VpcId: vpcId, ServiceName, RouteTableIds: [routeTableId], PolicyDocument }
    return (await ec2.send(new CreateVpcEndpointCommand(request))).VpcEndpoint!.VpcEndpointId!
  }
  const administrator = new S3Client({ ...aws, forcePathStyle: true })
  await administrator.send(new CreateBucketCommand({ Bucket: 'shelf' }))
  for (const Key of ['a', 'b']) await administrator.send(new PutObjectCommand({ Bucket: 'shelf', Key, Body: 'x' }))
  const role = {
    roleName: 'function',
    path: '/',
    arn: 'arn:aws:iam::000000000000:role/function',
    roleId: 'AROAEXAMPLE',
    createDate: new Date(),
    trustPolicy: { Statement: [] },
    maxSessionDuration: 3600,
    inlinePolicies: new Map([['all', { Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] }]]),
    attachedPolicyArns: new Set<string>(),
    tags: new Map<string, string>(),
  }
  aws.account.iam.roles.set('function', role)
  const withoutRules = await group(vpcId, {})

  /** `passed`, the code and message of a refusal, or the reason of a call that hangs, which is then aborted. */
  const call = async (
    subnetIds: string[],
    egress = [s3PrefixList],
    send = getObject('a'),
    ingress = [] as IpPermission[],
  ) => {
    const origin = {
      kind: 'vpc' as const,
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      subnetIds,
      securityGroupIds: [withoutRules, await group(vpcId, { egress, ingress })],
    }
    const credentials = aws.account.iam.issueSession({ role, sessionName: 'f', durationSeconds: 900, origin })
    const hanging = new AbortController()
    let sentence = ''
    onDiagnosis = text => {
      sentence = text
      hanging.abort()
    }
    try {
      await send({ ...aws, credentials, maxAttempts: 1 }, hanging.signal)
      return 'passed'
    } catch (error) {
      if (hanging.signal.aborted) return sentence
      const { name, message } = error as Error
      return `${name}: ${message}`
    }
  }
  return { ...network, vpcId, privateSubnet, endpoint, call, role, administrator }
}

type Send = (config: object, abortSignal: AbortSignal) => Promise<unknown>

function getObject(Key: string): Send {
  return (config, abortSignal) =>
    new S3Client({ ...config, forcePathStyle: true }).send(new GetObjectCommand({ Bucket: 'shelf', Key }), {
      abortSignal,
    })
}

t.test('a function in a VPC reaches S3 through a gateway endpoint on the route tables of all its subnets', async t => {
  const { privateSubnet, endpoint, call } = await world(t)
  const [one, other] = [await privateSubnet('10.0.0.0/24'), await privateSubnet('10.0.1.0/24')]
  const missing = /cannot reach s3: no gateway endpoint for S3 on the route table of (subnet-\w+)/
  t.match(await call([one.subnetId]), missing)
  await endpoint(one.routeTableId)
  t.equal(await call([one.subnetId]), 'passed')
  const message = await call([one.subnetId, other.subnetId])
  t.equal(missing.exec(message)?.[1], other.subnetId, message)
  t.match(await call([]), /cannot reach s3: the function has no subnet/)
})

t.test('a call that cannot arrive changes nothing', async t => {
  const { privateSubnet, call, administrator } = await world(t)
  const { subnetId } = await privateSubnet('10.0.0.0/24')
  const remove: Send = (config, abortSignal) => {
    const command = new DeleteObjectCommand({ Bucket: 'shelf', Key: 'a' })
    return new S3Client({ ...config, forcePathStyle: true }).send(command, { abortSignal })
  }
  t.match(await call([subnetId], undefined, remove), /cannot reach s3/)
  await t.resolves(administrator.send(new GetObjectCommand({ Bucket: 'shelf', Key: 'a' })))
})

t.test('without DNS in the VPC the endpoint does not help', async t => {
  const { ec2, vpcId, privateSubnet, endpoint, call } = await world(t)
  const { subnetId, routeTableId } = await privateSubnet('10.0.0.0/24')
  await endpoint(routeTableId)
  for (const Name of ['EnableDnsHostnames', 'EnableDnsSupport'])
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpcId, [Name]: { Value: false } }))
  t.match(await call([subnetId]), /cannot reach s3: vpc-\w+ has no DNS support/)
})

t.test('a security group of the function must allow HTTPS to S3 or to everywhere', async t => {
  const { privateSubnet, endpoint, call } = await world(t)
  const { subnetId, routeTableId } = await privateSubnet('10.0.0.0/24')
  await endpoint(routeTableId)
  const noRule = /cannot reach s3: no egress rule of sg-\w+, sg-\w+ lets TCP 443 out to S3 \(pl-63a5400a\)/
  t.equal(await call([subnetId], [tcp(443, 443)]), 'passed')
  t.match(await call([subnetId], []), noRule)
  t.match(await call([subnetId], [], undefined, [tcp(443, 443)]), noRule, 'an ingress rule')
  t.match(await call([subnetId], [tcp(444, 444)]), noRule)
  t.match(await call([subnetId], [{ ...s3PrefixList, ToPort: 442, FromPort: 80 }]), noRule)
  t.match(await call([subnetId], [tcp(443, 443, '10.0.0.0/16')]), noRule, 'the addresses of the VPC')
})

t.test('no other service can be reached, with any rules and routes', async t => {
  const { privateSubnet, endpoint, call } = await world(t)
  const { subnetId, routeTableId } = await privateSubnet('10.0.0.0/24')
  await endpoint(routeTableId)
  const list: Send = (config, abortSignal) =>
    new LambdaClient(config).send(new ListFunctionsCommand({}), { abortSignal })
  t.match(
    await call([subnetId], undefined, list),
    /cannot reach lambda: the VPC has no NAT gateway.*hangs until it times out/,
  )
})

t.test('the policy of the endpoint must allow the call as well', async t => {
  const { aws, role, privateSubnet, endpoint, call } = await world(t)
  const { subnetId, routeTableId } = await privateSubnet('10.0.0.0/24')
  const id = await endpoint(routeTableId, { ...statement, Action: 's3:GetObject', Resource: 'arn:aws:s3:::shelf/a' })
  const get = (key: string) => call([subnetId], undefined, getObject(key))
  t.equal(await get('a'), 'passed')
  t.match(
    await get('b'),
    /^AccessDenied: .*s3:GetObject on resource: "arn:aws:s3:::shelf\/b" because no VPC endpoint policy allows the s3:GetObject action$/,
  )
  const policy = (...statements: object[]) => {
    const one = aws.account.ec2.vpcEndpoints.get(id)!
    one.policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: statements })
  }
  policy(statement, { ...statement, Effect: 'Deny', Resource: 'arn:aws:s3:::shelf/a' })
  t.match(await get('a'), /^AccessDenied: .*with an explicit deny in a VPC endpoint policy$/)
  for (const [Principal, passes] of [
    [role.arn, true],
    [`arn:aws:sts::${aws.accountId}:assumed-role/function/f`, true],
    [aws.accountId, true],
    ['arn:aws:iam::000000000000:role/other', false],
  ] as const) {
    policy({ ...statement, Principal: { AWS: Principal } })
    t.equal((await get('a')) === 'passed', passes, Principal)
  }
  for (const [key, value, passes] of [
    ['aws:SourceVpce', id, true],
    ['aws:SourceVpce', 'vpce-0', false],
    ['aws:PrincipalArn', role.arn, true],
    ['s3:ResourceAccount', aws.accountId, true],
    ['s3:ResourceAccount', '111111111111', false],
  ] as const) {
    policy({ ...statement, Condition: { StringEquals: { [key]: value } } })
    t.equal((await get('a')) === 'passed', passes, `${key} ${value}`)
  }
})

import { zip } from '../../package/zip.ts'
import type { SetUp, World } from './world-fixture.ts'

const trust = (Principal: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })

/** Roles, functions, log groups and APIs. */
export const functionSetUps: Readonly<Record<string, SetUp>> = {
  /** A role that Lambda may assume, with an inline policy. */
  role: async world => {
    const { role, roleArn } = await newRole(world, 'role', { Service: 'lambda.amazonaws.com' })
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::*' }],
    })
    await world.send('iam', 'PutRolePolicy', { RoleName: role, PolicyName: 'inline', PolicyDocument })
    world.undo(() => world.send('iam', 'DeleteRolePolicy', { RoleName: role, PolicyName: 'inline' }))
    return { role, roleArn }
  },

  /** A role with a managed policy and nothing else. */
  'attached-role': async world => {
    const { role } = await newRole(world, 'attached', { Service: 'lambda.amazonaws.com' })
    const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'
    await world.send('iam', 'AttachRolePolicy', { RoleName: role, PolicyArn })
    world.undo(() => world.send('iam', 'DetachRolePolicy', { RoleName: role, PolicyArn }))
    return { role }
  },

  /** A role with an inline policy and nothing else. */
  'inline-role': async world => {
    const { role } = await newRole(world, 'inline', { Service: 'ec2.amazonaws.com' })
    const PolicyDocument = JSON.stringify({ Statement: { Effect: 'Deny', Action: '*', Resource: '*' } })
    await world.send('iam', 'PutRolePolicy', { RoleName: role, PolicyName: 'inline', PolicyDocument })
    world.undo(() => world.send('iam', 'DeleteRolePolicy', { RoleName: role, PolicyName: 'inline' }))
    return { inlineRole: role }
  },

  /** A session of a role without permissions. */
  powerless: async world => {
    const { account } = world.target
    const { role, roleArn } = await newRole(world, 'powerless', { AWS: account })
    const { Credentials } = await world.sendOnce(['AccessDenied'], 'sts', 'AssumeRole', {
      RoleArn: roleArn,
      RoleSessionName: 'asker',
    })
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = Credentials
    return {
      openRole: role,
      openRoleArn: roleArn,
      powerless: `arn:aws:sts::${account}:assumed-role/${role}/asker`,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
    }
  },

  provider: async world => {
    const host = `${world.target.prefix}.example.com`
    const { OpenIDConnectProviderArn } = await world.send('iam', 'CreateOpenIDConnectProvider', {
      Url: `https://${host}`,
      ClientIDList: ['client'],
      ThumbprintList: ['a'.repeat(40)],
    })
    world.undo(() => world.send('iam', 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn }))
    return { host, provider: OpenIDConnectProviderArn }
  },

  /** A zip with a handler that answers with its event. */
  code: async () => ({ zip: await codeZip() }),

  function: async world => {
    const { roleArn } = await world.need('role')
    const name = `${world.target.prefix}-function`
    // Lambda may not yet see a new role: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html
    const { FunctionArn, CodeSha256 } = await world.sendOnce(
      ['InvalidParameterValueException'],
      'lambda',
      'CreateFunction',
      {
        FunctionName: name,
        Role: roleArn,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: await codeZip() },
      },
    )
    world.undo(() => world.send('lambda', 'DeleteFunction', { FunctionName: name }))
    const active = ({ State }: any) => State === 'Active'
    await world.until('lambda', 'GetFunctionConfiguration', { FunctionName: name }, active)
    return { function: name, functionArn: FunctionArn, roleArn, codeSha256: CodeSha256 }
  },

  'log-group': async world => {
    const logGroupName = `/${world.target.prefix}/group`
    await world.send('logs', 'CreateLogGroup', { logGroupName })
    world.undo(() => world.send('logs', 'DeleteLogGroup', { logGroupName }))
    return { logGroup: logGroupName }
  },

  /** A log group with a unique tag. The tagging API may take a while to see it. */
  'tagged-group': async world => {
    const [tagKey, logGroupName] = [`${world.target.prefix}-tag`, `/${world.target.prefix}/tagged`]
    await world.send('logs', 'CreateLogGroup', { logGroupName, tags: { [tagKey]: 'value' } })
    world.undo(() => world.send('logs', 'DeleteLogGroup', { logGroupName }))
    const tagged = { TagFilters: [{ Key: tagKey }] }
    await world.until('tagging', 'GetResources', tagged, found => found.ResourceTagMappingList.length > 0)
    return { tagKey, taggedGroup: logGroupName }
  },

  'log-stream': async world => {
    const { logGroup } = await world.need('log-group')
    await world.send('logs', 'CreateLogStream', { logGroupName: logGroup, logStreamName: 'stream' })
    return { logGroup, logStream: 'stream' }
  },

  /** Times in milliseconds, as log events have them. */
  now: async () => {
    const [now, dayMs] = [Date.now(), 86_400_000]
    return { now, earlier: now - 60_000, monthsAgo: now - 90 * dayMs, tomorrow: now + dayMs }
  },

  /** A REST API with the resource `/pets` and its method GET, and a resource `/{proxy+}`. */
  api: async world => {
    const name = `${world.target.prefix}-api`
    const { id: restApiId, rootResourceId } = await world.send('api-gateway', 'CreateRestApi', { name })
    // A second deletion within 30 s is refused: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    world.undo(() => world.sendOnce(['TooManyRequestsException'], 'api-gateway', 'DeleteRestApi', { restApiId }))
    const child = (pathPart: string, parentId = rootResourceId) =>
      world.send('api-gateway', 'CreateResource', { restApiId, parentId, pathPart })
    const { id: pets } = await child('pets')
    const { id: greedy } = await child('{proxy+}')
    const method = { restApiId, resourceId: pets, httpMethod: 'GET' }
    await world.send('api-gateway', 'PutMethod', { ...method, authorizationType: 'NONE' })
    return { api: restApiId, apiName: name, root: rootResourceId, pets, greedy }
  },
}

async function newRole(world: World, kind: string, principal: object) {
  const RoleName = `${world.target.prefix}-${kind}`
  const { Role } = await world.send('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: trust(principal) })
  world.undo(() => world.send('iam', 'DeleteRole', { RoleName }))
  return { role: RoleName, roleArn: Role.Arn as string }
}

const codeZip = () => zip([{ name: 'index.mjs', content: Buffer.from('export const handler = async event => event') }])

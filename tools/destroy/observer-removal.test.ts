import { CreateLogGroupCommand, CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { CreateFunctionCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionActive } from '../command/function-settled.ts'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import { observerDescription } from '../deploy/names.ts'
import { zip } from '../package/zip.ts'
import { destroy } from './destroy.ts'
import { deployDemo, type Deployed, impatient } from './destroy-fixture.ts'

t.setTimeout(600_000)

/** Creates a function in the Consumer's network, like the one that a killed verification leaves. */
async function leaveFunction({ connection }: Deployed, Description: string): Promise<LambdaClient> {
  const client = new LambdaClient(connection.clientConfig)
  const consumer = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'demo-consumer' }))
  const { SubnetIds, SecurityGroupIds } = consumer.VpcConfig!
  const FunctionName = 'demo-observer'
  await client.send(
    new CreateFunctionCommand({
      FunctionName,
      Description,
      Role: consumer.Role,
      Runtime: consumer.Runtime,
      Handler: 'index.handler',
      Code: { ZipFile: await zip([{ name: 'index.mjs', content: Buffer.from('export const handler = () => {}') }]) },
      VpcConfig: { SubnetIds, SecurityGroupIds },
    }),
  )
  await functionActive(client, FunctionName)
  return client
}

t.test('the function that a verification has left is removed first, and its log group last', async t => {
  const deployed = await deployDemo(t)
  await leaveFunction(deployed, observerDescription)
  const logs = new CloudWatchLogsClient(deployed.connection.clientConfig)
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/demo-observer' }))
  const { progress, lines } = recordProgress()
  const { removed, leftovers } = await destroy({ prefix: 'demo', progress, pace: impatient })
  t.same(leftovers, [])
  t.same(removed[0], { type: 'AWS::Lambda::Function', id: 'demo-observer' })
  t.same(removed.at(-1), { type: 'AWS::Logs::LogGroup', id: '/aws/lambda/demo-observer' })
  const deleting = lines.findIndex(line => line.startsWith('Deleting function demo-observer'))
  t.ok(deleting >= 0 && deleting < lines.indexOf('Deleting stack demo'))
  t.notOk(lines.some(line => line.includes('DELETE_FAILED')))
  t.equal(deployed.aws.account.logs.groups.size, 0)
})

t.test('a function of that name that verify did not make is kept', async t => {
  const deployed = await deployDemo(t)
  const client = await leaveFunction(deployed, 'of somebody else')
  const { leftovers } = await destroy({ prefix: 'demo', pace: { ...impatient, pausesMs: [], limitMs: 20_000 } })
  t.ok(await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'demo-observer' })))
  const held = leftovers.filter(({ type }) => type === 'AWS::EC2::NetworkInterface')
  t.equal(held.length, 2, 'it holds network interfaces in both subnets, which are reported')
  for (const one of held) t.match(one, { note: /^AWS Lambda releases it itself/, commands: [] })
})

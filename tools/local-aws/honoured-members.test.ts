import { APIGatewayClient, CreateRestApiCommand, PutIntegrationCommand } from '@aws-sdk/client-api-gateway'
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import t from 'tap'
import { startLocalAws } from './server.ts'
import { services } from './services.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())

t.test('a member that an operation would leave out in silence is refused by name', async t => {
  const apiGateway = new APIGatewayClient(aws)
  const logs = new CloudWatchLogsClient(aws)
  const role = { RoleArn: 'arn:aws:iam::000000000000:role/r', RoleSessionName: 's' }
  const method = { restApiId: 'a', resourceId: 'b', httpMethod: 'POST', type: 'AWS_PROXY' as const }
  const refused: [answer: () => Promise<unknown>, member: string][] = [
    [() => new STSClient(aws).send(new AssumeRoleCommand({ ...role, Policy: '{}' })), 'Policy of sts:AssumeRole'],
    [
      () => new STSClient(aws).send(new AssumeRoleCommand({ ...role, Tags: [{ Key: 'a', Value: 'b' }] })),
      'Tags of sts:',
    ],
    [
      () => logs.send(new CreateLogGroupCommand({ logGroupName: 'g', kmsKeyId: 'k' })),
      'kmsKeyId of logs:CreateLogGroup',
    ],
    [
      () => apiGateway.send(new CreateRestApiCommand({ name: 'a', minimumCompressionSize: 0 })),
      'minimumCompressionSize of',
    ],
    [() => apiGateway.send(new PutIntegrationCommand({ ...method, credentials: 'c' })), 'credentials of apigateway:'],
  ]
  for (const [answer, member] of refused) {
    await t.rejects(answer(), { name: 'NotImplemented', message: new RegExp(`does not have the member ${member}`) })
  }
})

t.test('what the operations name is in their models', t => {
  for (const name of ['ec2', 'logs', 'sts', 'apigateway']) {
    const { model, operations } = services.get(name)!
    for (const [operationName, { honours }] of Object.entries(operations)) {
      const members = [...model.operation(operationName)!.input.structIterator()].map(([member]) => member)
      t.strictSame(
        honours?.filter(one => !members.includes(one)),
        [],
        `${name}:${operationName}`,
      )
    }
  }
  t.end()
})

import {
  CloudFormationClient,
  CreateStackCommand,
  type Stack,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { silent } from '../command/progress.ts'
import { recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import { findStack } from '../stack/find-stack.ts'
import { followStack } from '../stack/follow-stack.ts'
import { StackEventReader } from '../stack/stack-event-reader.ts'
import { becomeDeployer } from '../preflight/deployer-fixture.ts'
import { deleteStack } from './delete-stack.ts'
import { impatient, when } from './destroy-fixture.ts'

const deletion = { roleArn: undefined, pace: { ...impatient, pausesMs: [] }, removeObstacles: async () => {} }

function template(RetentionInDays: number): string {
  return JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays } } } })
}

/** A stack whose update continues until the test ends it. */
async function stackBeingUpdated(t: Test) {
  const aws = await useLocalAws(t)
  const groupType = aws.account.cloudFormation.resourceType('AWS::Logs::LogGroup')
  let endUpdate = () => {}
  const updated = new Promise<void>(resolve => (endUpdate = resolve))
  aws.account.cloudFormation.register({
    ...groupType,
    update: async (...request) => {
      await updated
      return groupType.update!(...request)
    },
  })
  const client = new CloudFormationClient((await connectToAws()).clientConfig)
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 'demo', TemplateBody: template(1) }))
  await followStack(client, StackId!, new StackEventReader(client, StackId!), { progress: silent })
  await client.send(new UpdateStackCommand({ StackName: 'demo', TemplateBody: template(3) }))
  t.teardown(endUpdate)
  return { aws, client, stack: (await findStack(client, 'demo')) as Stack, endUpdate }
}

t.test('an update ends first, then the stack is deleted', async t => {
  const { aws, client, stack, endUpdate } = await stackBeingUpdated(t)
  const waiting = 'The stack is UPDATE_IN_PROGRESS: waiting for that to end'
  const { progress, lines } = when(new RegExp(waiting), endUpdate)
  const { removed, failed } = await deleteStack(client, stack, { ...deletion, progress })
  t.ok(lines.includes(waiting))
  t.same(failed, [])
  t.match(removed, [{ type: 'AWS::Logs::LogGroup' }, { type: 'AWS::CloudFormation::Stack', id: 'demo' }])
  t.equal(aws.account.logs.groups.size, 0)
})

t.test('a caller who may not delete the stack gets the error at once, also during an update', async t => {
  const { aws, stack } = await stackBeingUpdated(t)
  const Action = ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents', 'sts:GetCallerIdentity']
  const Statement = [{ Sid: 'Look', Effect: 'Allow', Action, Resource: ['*'] } as const]
  await becomeDeployer(t, aws, { Version: '2012-10-17', Statement })
  const client = new CloudFormationClient((await connectToAws()).clientConfig)
  await t.rejects(deleteStack(client, stack, { ...deletion, progress: silent }), { name: 'AccessDenied' })
})

t.test('the error for a protected stack has the words of CloudFormation', async t => {
  const { client, stack, endUpdate } = await stackBeingUpdated(t)
  endUpdate()
  await followStack(client, stack.StackId!, new StackEventReader(client, stack.StackId!), { progress: silent })
  await client.send(new UpdateTerminationProtectionCommand({ StackName: 'demo', EnableTerminationProtection: true }))
  const { progress, lines } = recordProgress()
  await t.rejects(deleteStack(client, stack, { ...deletion, progress }), {
    name: 'ValidationError',
    message: /cannot be deleted while TerminationProtection is enabled/,
  })
  t.same(lines, ['Deleting stack demo'], 'there is no wait')
})

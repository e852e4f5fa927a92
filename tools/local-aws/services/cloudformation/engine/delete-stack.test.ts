import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation'
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

const chain = JSON.stringify({
  Resources: {
    Base: { Type: 'AWS::Logs::LogGroup' },
    Middle: { Type: 'AWS::Logs::LogGroup', DependsOn: 'Base' },
    Top: { Type: 'AWS::Logs::LogGroup', DependsOn: 'Middle' },
    Kept: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' },
  },
})

t.test('dependent resources are deleted first, and Retain keeps a resource', async t => {
  const groups = scriptedType('AWS::Logs::LogGroup')
  const { client, rest, history } = await startStacks(t, [groups.type])
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: chain }))
  await rest('s')
  const before = (await history('s')).length
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  await rest(StackId!)
  t.same(groups.diary.slice(-3), ['delete Top-1', 'delete Middle-1', 'delete Base-1'])
  const events = (await history(StackId!)).slice(before)
  t.equal(events[0], 's DELETE_IN_PROGRESS User Initiated')
  t.ok(events.includes('Kept DELETE_SKIPPED'))
  t.equal(events.at(-1), 's DELETE_COMPLETE')
})

t.test('a deleted stack is found only by its id', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: chain }))
  await rest('s')
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.match(await rest(StackId!), { StackStatus: 'DELETE_COMPLETE', DeletionTime: Date })
  await t.rejects(client.send(new DescribeStacksCommand({ StackName: 's' })), {
    name: 'ValidationError',
    message: 'Stack with id s does not exist',
  })
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: StackId }))
  t.equal(StackEvents![0]!.ResourceStatus, 'DELETE_COMPLETE', 'newest first')
  await client.send(new DeleteStackCommand({ StackName: 's' }))
})

t.test('a bucket that is not empty fails the deletion in the words of S3, and a second try succeeds', async t => {
  const { aws, client, rest, history } = await startStacks(t)
  const { endpoint, region, credentials } = aws
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  t.teardown(() => s3.destroy())
  const template = {
    Resources: {
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full' } },
      Group: { Type: 'AWS::Logs::LogGroup' },
    },
  }
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: 's', TemplateBody: JSON.stringify(template) }),
  )
  await rest('s')
  await s3.send(new PutObjectCommand({ Bucket: 'full', Key: 'k', Body: 'v' }))
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.match(await rest('s'), {
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
  })
  t.match(
    (await history('s')).find(event => event.startsWith('Bucket DELETE_FAILED')),
    /"The bucket you tried to delete is not empty \(Service: S3, Status Code: 409, Request ID: .*HandlerErrorCode: GeneralServiceException\)/,
  )
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 's' }))
  t.match(StackResources, [{ ResourceStatus: 'DELETE_FAILED' }, { ResourceStatus: 'DELETE_COMPLETE' }])
  await s3.send(new DeleteObjectCommand({ Bucket: 'full', Key: 'k' }))
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
  await s3.send(new CreateBucketCommand({ Bucket: 'full' }))
})

t.test('RetainResources and FORCE_DELETE_STACK are for stacks whose deletion failed', async t => {
  const stubborn = scriptedType('AWS::Logs::LogGroup', {
    delete: async physicalId => {
      if (physicalId === 'Top-1') throw new Error('in use')
    },
  })
  const { client, rest } = await startStacks(t, [stubborn.type])
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: chain }))
  await rest('s')
  await t.rejects(
    client.send(new DeleteStackCommand({ StackName: 's', RetainResources: ['Top'] })),
    /DELETE_FAILED state/,
  )
  await t.rejects(
    client.send(new DeleteStackCommand({ StackName: 's', DeletionMode: 'FORCE_DELETE_STACK' })),
    /DELETE_FAILED state/,
  )
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest('s')).StackStatus, 'DELETE_FAILED')
  t.notOk(stubborn.diary.includes('delete Middle-1'), 'the resource that the failed one needs is kept')
  await client.send(new DeleteStackCommand({ StackName: 's', RetainResources: ['Top'] }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('a second deletion does not touch deleted and kept resources, and can be forced', async t => {
  const stubborn = scriptedType('AWS::Logs::LogGroup', {
    delete: async physicalId => {
      if (physicalId === 'Top-1') throw new Error('in use')
    },
  })
  const { client, rest, history } = await startStacks(t, [stubborn.type])
  const template = JSON.parse(chain)
  template.Resources.Other = { Type: 'AWS::Logs::LogGroup', DependsOn: 'OtherBase' }
  template.Resources.OtherBase = { Type: 'AWS::Logs::LogGroup' }
  template.Resources.KeptToo = { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'RetainExceptOnCreate' }
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: 's', TemplateBody: JSON.stringify(template) }),
  )
  await rest('s')
  const deletion = async (DeletionMode?: 'FORCE_DELETE_STACK') => {
    const [seen, done] = [(await history(StackId!)).length, stubborn.diary.length]
    await client.send(new DeleteStackCommand({ StackName: 's', DeletionMode }))
    const { StackStatus } = await rest(StackId!)
    return { StackStatus, deleted: stubborn.diary.slice(done).sort(), events: (await history(StackId!)).slice(seen) }
  }
  const first = await deletion()
  t.match(first, { StackStatus: 'DELETE_FAILED', deleted: ['delete Other-1', 'delete OtherBase-1', 'delete Top-1'] })
  t.ok(['Kept', 'KeptToo'].every(id => first.events.includes(`${id} DELETE_SKIPPED`)))
  await t.rejects(client.send(new DeleteStackCommand({ StackName: 's', RetainResources: ['Other'] })), {
    name: 'ValidationError',
    message: /^The specified resources to retain must be in a valid state\. Do not specify resources that are in the/,
  })
  const second = await deletion()
  t.match(second, { StackStatus: 'DELETE_FAILED', deleted: ['delete Top-1'] })
  t.notOk(second.events.some(event => event.includes('DELETE_SKIPPED')))
  t.match(await deletion('FORCE_DELETE_STACK'), { StackStatus: 'DELETE_COMPLETE', deleted: ['delete Top-1'] })
})

t.test('a deletion that waits reports the reason', async t => {
  const slow = scriptedType('AWS::Logs::LogGroup', {
    delete: async (_physicalId, _properties, { waiting }) => waiting('Something still holds it.'),
  })
  const { client, rest, history } = await startStacks(t, [slow.type])
  const TemplateBody = JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' } } })
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody }))
  await rest('s')
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  await rest(StackId!)
  t.same((await history(StackId!)).slice(-4), [
    'Group DELETE_IN_PROGRESS',
    'Group DELETE_IN_PROGRESS Something still holds it.',
    'Group DELETE_COMPLETE',
    's DELETE_COMPLETE',
  ])
})

t.test('termination protection holds until it is disabled', async t => {
  const { client, rest } = await startStacks(t, [scriptedType('AWS::Logs::LogGroup').type])
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: 's', TemplateBody: chain, EnableTerminationProtection: true }),
  )
  await rest('s')
  await t.rejects(client.send(new DeleteStackCommand({ StackName: 's' })), {
    name: 'ValidationError',
    message: /^Stack \[s\] cannot be deleted while TerminationProtection is enabled$/,
  })
  await client.send(new UpdateTerminationProtectionCommand({ StackName: 's', EnableTerminationProtection: false }))
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
})

t.test('deleting a stack interrupts its creation', async t => {
  const endless = scriptedType('AWS::Logs::LogGroup', {
    create: async (_properties, { signal, initiated, logicalId }) => {
      initiated(`${logicalId}-1`)
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      throw signal.reason
    },
  })
  const { client, rest } = await startStacks(t, [endless.type])
  const { StackId } = await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: chain }))
  await client.send(new DeleteStackCommand({ StackName: 's' }))
  t.equal((await rest(StackId!)).StackStatus, 'DELETE_COMPLETE')
  t.ok(endless.diary.includes('delete Base-1'))
})

t.test('the local AWS closes while a stack is being created', async t => {
  const endless = scriptedType('AWS::Logs::LogGroup', {
    create: async (_properties, { signal }) => {
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      throw signal.reason
    },
  })
  const { aws, client } = await startStacks(t, [endless.type])
  await client.send(new CreateStackCommand({ StackName: 's', TemplateBody: chain }))
  await aws.account.cloudFormation.close()
  t.notOk(
    endless.diary.some(entry => entry.startsWith('delete')),
    'nothing is rolled back',
  )
})

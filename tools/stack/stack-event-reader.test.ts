import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import t, { type Test } from 'tap'
import { resourcePath } from './stack-event.ts'
import { StackEventReader } from './stack-event-reader.ts'

const rootId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo/1'
const nestedId = 'arn:aws:cloudformation:us-east-1:123456789012:stack/demo-NetworkStack-A/2'

/** An endpoint whose DescribeStackEvents answers with two events a page, newest first, as CloudFormation does. */
async function startEvents(t: Test) {
  const events = new Map<string, string[]>()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    const all = events.get(form.get('StackName')!)!.toReversed()
    asked.push(form.get('StackName')!)
    const from = Number(form.get('NextToken') ?? 0)
    const next = from + 2 < all.length ? `<NextToken>${from + 2}</NextToken>` : ''
    response.setHeader('content-type', 'text/xml')
    response.end(
      `<DescribeStackEventsResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackEventsResult>` +
        `<StackEvents>${all.slice(from, from + 2).join('')}</StackEvents>${next}` +
        '</DescribeStackEventsResult></DescribeStackEventsResponse>',
    )
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  let second = 0
  const happen = (stackId: string, logicalId: string, physicalId: string, type: string, status: string) => {
    second += 1
    const event =
      `<member><EventId>${second}</EventId><StackId>${stackId}</StackId><LogicalResourceId>${logicalId}</LogicalResourceId>` +
      `<PhysicalResourceId>${physicalId}</PhysicalResourceId><ResourceType>${type}</ResourceType>` +
      `<ResourceStatus>${status}</ResourceStatus><Timestamp>2026-11-23T09:00:${String(second).padStart(2, '0')}Z</Timestamp></member>`
    events.set(stackId, [...(events.get(stackId) ?? []), event])
  }
  const client = new CloudFormationClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
  })
  return { client, happen, asked }
}

const stackType = 'AWS::CloudFormation::Stack'

t.test(
  'the reader returns new events of root and nested stacks once, in order, from all pages, and skips older ones',
  async t => {
    const { client, happen } = await startEvents(t)
    happen(rootId, 'demo', rootId, stackType, 'CREATE_IN_PROGRESS')
    happen(nestedId, 'Vpc', 'vpc-1', 'AWS::EC2::VPC', 'CREATE_COMPLETE')
    happen(rootId, 'NetworkStack', nestedId, stackType, 'CREATE_COMPLETE')
    happen(rootId, 'demo', rootId, stackType, 'CREATE_COMPLETE')
    const reader = new StackEventReader(client, rootId)
    await reader.skipPast()
    t.same(await reader.readNew(), [], 'nothing has happened since')

    happen(rootId, 'demo', rootId, stackType, 'UPDATE_IN_PROGRESS')
    happen(rootId, 'NetworkStack', nestedId, stackType, 'UPDATE_IN_PROGRESS')
    happen(nestedId, 'Vpc', 'vpc-1', 'AWS::EC2::VPC', 'UPDATE_IN_PROGRESS')
    happen(nestedId, 'Vpc', 'vpc-1', 'AWS::EC2::VPC', 'UPDATE_COMPLETE')
    happen(nestedId, 'SubnetA', 'subnet-1', 'AWS::EC2::Subnet', 'UPDATE_COMPLETE')
    happen(rootId, 'NetworkStack', nestedId, stackType, 'UPDATE_COMPLETE')
    const read = (await reader.readNew()).map(event => `${resourcePath(event)} ${event.status}`)
    t.same(read, [
      'demo UPDATE_IN_PROGRESS',
      'NetworkStack UPDATE_IN_PROGRESS',
      'NetworkStack/Vpc UPDATE_IN_PROGRESS',
      'NetworkStack/Vpc UPDATE_COMPLETE',
      'NetworkStack/SubnetA UPDATE_COMPLETE',
      'NetworkStack UPDATE_COMPLETE',
    ])

    happen(rootId, 'demo', rootId, stackType, 'UPDATE_COMPLETE')
    t.same((await reader.readNew()).map(resourcePath), ['demo'])
  },
)

t.test('a running operation is read from its start', async t => {
  const { client, happen } = await startEvents(t)
  happen(rootId, 'demo', rootId, stackType, 'CREATE_IN_PROGRESS')
  happen(rootId, 'demo', rootId, stackType, 'CREATE_COMPLETE')
  happen(rootId, 'demo', rootId, stackType, 'DELETE_IN_PROGRESS')
  happen(rootId, 'Table', 'table', 'AWS::DynamoDB::Table', 'DELETE_IN_PROGRESS')
  const read = await new StackEventReader(client, rootId).readNew()
  t.same(
    read.map(({ status }) => status),
    ['DELETE_IN_PROGRESS', 'DELETE_IN_PROGRESS'],
  )
})

t.test('a stack ends after its content, even if the clock of the nested stack is ahead', async t => {
  const { client, happen } = await startEvents(t)
  happen(rootId, 'demo', rootId, stackType, 'CREATE_IN_PROGRESS')
  happen(rootId, 'NetworkStack', nestedId, stackType, 'CREATE_IN_PROGRESS')
  happen(rootId, 'NetworkStack', nestedId, stackType, 'CREATE_COMPLETE')
  happen(rootId, 'demo', rootId, stackType, 'CREATE_COMPLETE')
  happen(nestedId, 'Vpc', 'vpc-1', 'AWS::EC2::VPC', 'CREATE_COMPLETE')
  happen(nestedId, 'demo-NetworkStack-A', nestedId, stackType, 'CREATE_COMPLETE')
  const read = await new StackEventReader(client, rootId).readNew()
  t.same(
    read.map(event => `${resourcePath(event)} ${event.status}`),
    [
      'demo CREATE_IN_PROGRESS',
      'NetworkStack CREATE_IN_PROGRESS',
      'NetworkStack/Vpc CREATE_COMPLETE',
      'NetworkStack CREATE_COMPLETE',
      'NetworkStack CREATE_COMPLETE',
      'demo CREATE_COMPLETE',
    ],
  )
})

t.test('a nested stack that has ended is asked again once its parent changes it, and at the end', async t => {
  const { client, happen, asked } = await startEvents(t)
  const reader = new StackEventReader(client, rootId)
  const read = async () => {
    asked.length = 0
    const events = await reader.readNew()
    return { events: events.map(({ status }) => status), asked: [...new Set(asked)] }
  }
  happen(rootId, 'demo', rootId, stackType, 'CREATE_IN_PROGRESS')
  happen(rootId, 'NetworkStack', nestedId, stackType, 'CREATE_IN_PROGRESS')
  happen(nestedId, 'demo-NetworkStack-A', nestedId, stackType, 'CREATE_IN_PROGRESS')
  t.same((await read()).asked, [rootId, nestedId])
  happen(nestedId, 'demo-NetworkStack-A', nestedId, stackType, 'CREATE_COMPLETE')
  t.same(await read(), { events: ['CREATE_COMPLETE'], asked: [rootId, nestedId] })
  happen(rootId, 'NetworkStack', nestedId, stackType, 'CREATE_COMPLETE')
  t.same(await read(), { events: ['CREATE_COMPLETE'], asked: [rootId] })

  // A rollback deletes it. The parent may say so a moment before.
  happen(rootId, 'NetworkStack', nestedId, stackType, 'DELETE_IN_PROGRESS')
  t.same(await read(), { events: ['DELETE_IN_PROGRESS'], asked: [rootId, nestedId] })
  happen(nestedId, 'demo-NetworkStack-A', nestedId, stackType, 'DELETE_IN_PROGRESS')
  happen(nestedId, 'demo-NetworkStack-A', nestedId, stackType, 'DELETE_COMPLETE')
  t.same(await read(), { events: ['DELETE_IN_PROGRESS', 'DELETE_COMPLETE'], asked: [rootId, nestedId] })
  happen(rootId, 'NetworkStack', nestedId, stackType, 'DELETE_COMPLETE')
  happen(nestedId, 'Vpc', 'vpc-1', 'AWS::EC2::VPC', 'DELETE_COMPLETE')
  t.same(await read(), { events: ['DELETE_COMPLETE'], asked: [rootId] })
  happen(rootId, 'demo', rootId, stackType, 'ROLLBACK_COMPLETE')
  t.same(
    await read(),
    { events: ['DELETE_COMPLETE', 'ROLLBACK_COMPLETE'], asked: [rootId, nestedId] },
    'a late event is not lost',
  )
})

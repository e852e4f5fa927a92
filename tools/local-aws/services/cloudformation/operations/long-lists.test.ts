import {
  CreateStackCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation'
import t from 'tap'
import { scriptedType, startStacks } from '../stack-fixture.ts'

interface Page<Row> {
  readonly rows: readonly Row[] | undefined
  readonly next: string | undefined
}

/** The rows of every page, by their number. */
async function pages<Row>(list: (NextToken: string | undefined) => Promise<Page<Row>>): Promise<Row[][]> {
  const all: Row[][] = []
  let token: string | undefined
  do {
    const { rows, next } = await list(token)
    all.push([...rows!])
    token = next
  } while (token !== undefined && all.length < 10)
  return all
}

t.test(
  'long lists come in pages of a hundred: events from the newest on, resources in the order of the stack',
  async t => {
    const groups = scriptedType('AWS::Logs::LogGroup')
    const { client, rest } = await startStacks(t, [groups.type])
    const ids = Array.from({ length: 101 }, (_, index) => `Group${index}`)
    const Resources = Object.fromEntries(ids.map(id => [id, { Type: 'AWS::Logs::LogGroup' }]))
    const StackName = 'long'
    await client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }))
    t.equal((await rest(StackName)).StackStatus, 'CREATE_COMPLETE')

    const events = await pages(async NextToken => {
      const page = await client.send(new DescribeStackEventsCommand({ StackName, NextToken }))
      return { rows: page.StackEvents, next: page.NextToken }
    })
    const operations = await pages(async NextToken => {
      const page = await client.send(new DescribeEventsCommand({ StackName, NextToken }))
      return { rows: page.OperationEvents, next: page.NextToken }
    })
    // Of the stack two; of each group the begin, the id and the end.
    t.same(
      events.map(({ length }) => length),
      [100, 100, 100, 5],
    )
    const times = events.flat().map(({ Timestamp }) => Timestamp!.getTime())
    t.same(
      times,
      [...new Set(times)].sort((a, b) => b - a),
    )
    const idsOf = (rows: readonly { EventId?: string }[][]) => rows.map(page => page.map(({ EventId }) => EventId))
    t.same(idsOf(operations), idsOf(events))

    const resources = await pages(async NextToken => {
      const page = await client.send(new ListStackResourcesCommand({ StackName, NextToken }))
      return { rows: page.StackResourceSummaries, next: page.NextToken }
    })
    t.same(
      resources.map(({ length }) => length),
      [100, 1],
    )
    t.same(
      resources
        .flat()
        .map(({ LogicalResourceId }) => LogicalResourceId)
        .sort(),
      [...ids].sort(),
    )
  },
)

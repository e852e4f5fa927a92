import { LambdaClient, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } from '@aws-sdk/client-lambda'
import t from 'tap'
import { alteredFunction } from '../altered-function.ts'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { producerCriteria } from './criteria.ts'

t.setTimeout(480_000)

type Id = (typeof producerCriteria)[number]['id']

/** Each is the handler of a Producer that does one thing otherwise than it should. */
const sabotages: readonly [ids: readonly Id[], what: string, handler: string, says: RegExp][] = [
  [
    ['2.1'],
    'says that it stores elsewhere',
    answering(`body.efsPath = body.efsPath?.replace('/mnt/efs', '/mnt/other')`),
    /\/mnt\/other/,
  ],
  [
    ['2.2'],
    'leaves no folder for outputs',
    `async (event, context) => {
      const answer = await intact(event, context)
      await fs.rm('/mnt/efs/outputs', { recursive: true, force: true })
      return answer
    }`,
    /After an ingest \/mnt\/efs\/outputs does not exist/,
  ],
  [
    ['2.3'],
    'takes no data',
    `async (event, context) =>
      event.httpMethod && JSON.parse(event.body).data
        ? { statusCode: 400, body: '{"error":"INVALID_REQUEST"}' }
        : intact(event, context)`,
    /400/,
  ],
  [
    ['2.4', '2.5', '2.6'],
    'does not hear of objects',
    `async (event, context) => (event.Records ? [] : intact(event, context))`,
    /in vain|did not appear/,
  ],
  [
    ['2.4'],
    'writes other bytes',
    `async (event, context) => {
      const answer = await intact(event, context)
      for (const { s3 } of event.Records ?? []) await fs.appendFile('/mnt/efs/' + s3.object.key, '!')
      return answer
    }`,
    /holds other bytes/,
  ],
  [
    ['2.5'],
    'writes under the final name',
    `async (event, context) => {
      for (const { s3 } of event.Records ?? []) {
        await fs.mkdir('/mnt/efs/models', { recursive: true })
        const file = await fs.open('/mnt/efs/' + s3.object.key, 'w')
        for (let written = 0; written < s3.object.size; written += 1 << 20) {
          await file.write(Buffer.alloc(Math.min(1 << 20, s3.object.size - written)))
          await new Promise(resolve => setTimeout(resolve, 5))
        }
        await file.close()
      }
      return event.Records ? [] : intact(event, context)
    }`,
    /under its final name before it was complete/,
  ],
  [
    ['2.6'],
    'refuses nothing',
    answering(`if (answer.statusCode === 413) answer.statusCode = 201`),
    /An object of 1 GiB and a byte was answered 201/,
  ],
  [['2.7'], 'says 201 of what is there', answering(`if (answer.statusCode === 200) answer.statusCode = 201`), /201/],
  [
    ['2.7'],
    'writes what is there again',
    `async (event, context) => {
      const answer = await intact(event, context)
      if (answer.statusCode === 200) {
        const { efsPath } = JSON.parse(answer.body)
        const content = await fs.readFile(efsPath)
        await fs.writeFile(efsPath + '.again', content)
        await fs.rename(efsPath + '.again', efsPath)
      }
      return answer
    }`,
    /inode|written again|replaced/i,
  ],
  [['2.8'], 'says no path', answering(`delete body.efsPath`), /efsPath is undefined/],
  [['2.8'], 'says no file identifier', answering(`delete body.fileId`), /fileId is undefined/],
  [
    ['2.9'],
    'answers 503 without its mount',
    answering(`if (answer.statusCode === 500) answer.statusCode = 503`),
    /Without its mount the Producer answered 503/,
  ],
]

t.test('requirement 2', async t => {
  const system = await deployedSystem(t)
  const producer = await alteredFunction(system, 'producer')
  const lambda = new LambdaClient({})
  t.teardown(() => [producer.close(), lambda.destroy()])
  const { functionName: FunctionName } = system.producer
  const judge = (id: Id) => verdictOf(system, producerCriteria, id)

  for (const { id } of producerCriteria) {
    await t.test(`${id} holds for the deployed system`, async t => {
      const { status, evidence } = await judge(id)
      t.equal(status, 'pass', evidence)
    })
  }

  for (const [ids, what, handler, says] of sabotages) {
    await t.test(`${ids.join(', ')} fails for a Producer that ${what}`, async t => {
      await producer.alter(handler)
      for (const id of ids) t.match(await judge(id), { status: 'fail', evidence: says }, id)
      await producer.restore()
    })
  }

  await t.test('2.9 fails for a Producer that logs another stage', async t => {
    await producer.alter('intact', source => source.replaceAll('stage = "write"', 'stage = "read"'))
    t.match(await judge('2.9'), { status: 'fail', evidence: /The line has the stage read/ })
    await producer.restore()
  })

  await t.test('2.1 fails without the mount, and 2.9 has none to take away', async t => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [] }))
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName })
    t.equal((await judge('2.1')).status, 'fail')
    t.match(await judge('2.9'), { status: 'fail', evidence: /no mount that could be taken away/ })
  })
})

/** A handler that changes the answer of the intact one. */
function answering(change: string): string {
  return `async (event, context) => {
    const answer = await intact(event, context)
    if (!event.httpMethod) return answer
    const body = JSON.parse(answer.body)
    ${change}
    return { ...answer, body: JSON.stringify(body) }
  }`
}

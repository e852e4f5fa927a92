import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionUpdated } from '../../command/function-settled.ts'
import { alteredFunction } from '../altered-function-fixture.ts'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { observe } from '../observer/observer.ts'
import { openVerification } from '../verification.ts'
import { verify } from '../verify.ts'
import { failsWhere, verifyOtherwise } from '../otherwise-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { producerCriteria } from './criteria.ts'
import { producerOtherwise } from './otherwise-fixture.ts'

t.setTimeout(900_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, producerCriteria))

type Id = (typeof producerCriteria)[number]['id']

const deaf = `async (event, context) => (event.Records ? [] : intact(event, context))`

/** Each entry is the handler of a Producer with one fault. */
const sabotages: readonly [id: Id, what: string, handler: string, says: RegExp][] = [
  [
    '2.1',
    'reports another place',
    answering(`body.efsPath = body.efsPath?.replace(process.env.EFS_MOUNT_PATH, '/mnt/other')`),
    /\/mnt\/other/,
  ],
  [
    '2.2',
    'leaves no folder for outputs',
    `async (event, context) => {
      const answer = await intact(event, context)
      await fs.rm(process.env.EFS_MOUNT_PATH + '/outputs', { recursive: true, force: true })
      return answer
    }`,
    /After an ingest \/mnt\/efs\/\.verify-[^/]+\/outputs does not exist.*After an ingest \/mnt\/efs\/outputs does not exist/s,
  ],
  [
    '2.3',
    'takes no data',
    `async (event, context) =>
      event.httpMethod && JSON.parse(event.body).data
        ? { statusCode: 400, body: '{"error":"INVALID_REQUEST"}' }
        : intact(event, context)`,
    /400/,
  ],
  ['2.4', 'ignores events of objects', deaf, /in vain|did not copy/],
  ['2.6', 'ignores events of objects', deaf, /in vain|did not copy/],
  [
    '2.4',
    'writes other bytes',
    // The bytes are wrong from the first moment on, because a check could see bytes that are right for a while.
    `async (event, context) => {
      if (!event.Records) return intact(event, context)
      for (const { s3 } of event.Records) {
        const place = process.env.EFS_MOUNT_PATH + '/.staging/other'
        await fs.writeFile(place, 'other bytes')
        await fs.rename(place, process.env.EFS_MOUNT_PATH + '/' + s3.object.key)
        for (const outcome of ['created', 'exists']) {
          const line = { level: 'INFO', requestId: context.awsRequestId, key: s3.object.key, outcome }
          process.stdout.write(JSON.stringify(line) + '\\n')
        }
      }
    }`,
    /holds other bytes.*the Producer says of it: created, exists;/s,
  ],
  [
    '2.5',
    'writes under the final name',
    slowly(`const place = efsPath`),
    /under its final name before it was complete.*was not seen in \.staging/s,
  ],
  [
    '2.5',
    'keeps the temporary name',
    slowly(`const place = process.env.EFS_MOUNT_PATH + '/.staging/kept'`, `await fs.link(place, efsPath)`),
    /The temporary name is still there/,
  ],
  [
    '2.3',
    'forgets data that comes without a key',
    `async (event, context) =>
      event.httpMethod && JSON.parse(event.body).data && !JSON.parse(event.body).key
        ? { statusCode: 400, body: '{"error":"INVALID_REQUEST"}' }
        : intact(event, context)`,
    /with data alone answered 400/,
  ],
  [
    '2.6',
    'refuses nothing',
    answering(`if (answer.statusCode === 413) answer.statusCode = 201`),
    /An object of 1 GiB and a byte was answered 201/,
  ],
  [
    '2.7',
    'answers 201 for a file that exists',
    answering(`if (answer.statusCode === 200) answer.statusCode = 201`),
    /201/,
  ],
  [
    '2.7',
    'writes an existing file again',
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
  ['2.8', 'answers without a path', answering(`delete body.efsPath`), /efsPath is undefined/],
  ['2.8', 'answers without a file identifier', answering(`delete body.fileId`), /fileId is undefined/],
  [
    '2.9',
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
  const shared = await verifyOtherwise(system, producerCriteria)
  const judge = (id: Id, options: { patienceMs?: number } = {}) =>
    verdictOf(system, producerCriteria, id, { observedBy: shared.verification, ...options })
  const configure = async (change: object) => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...change }))
    await functionUpdated(lambda, FunctionName)
  }

  const verdicts = await verify(system, { criteria: producerCriteria, quick: true, largestBytes: 2 ** 24 })
  t.same(verdicts.notUndone, [], 'nothing is left to undo')
  for (const [index, { id }] of producerCriteria.entries()) {
    await t.test(`${id} holds for the deployed system`, async t => {
      t.match(verdicts[index], { id, status: 'pass' }, verdicts[index]!.evidence)
    })
  }

  await failsWhere(t, system, producerCriteria, producerOtherwise, shared)

  for (const [id, what, handler, says] of sabotages.filter(([id]) => id !== '2.6')) {
    await t.test(`${id} fails for a Producer that ${what}`, async t => {
      await producer.alter(handler)
      // The check of a deaf Producer waits as long as it may.
      const options = handler === deaf ? { patienceMs: 2000 } : {}
      t.match(await judge(id, options), { status: 'fail', evidence: says })
    })
  }

  // The shared verification makes the object of a GiB and a byte once for all of these.
  for (const [id, what, handler, says] of sabotages.filter(([id]) => id === '2.6')) {
    await t.test(`${id} fails for a Producer that ${what}`, async t => {
      await producer.alter(handler)
      t.match((await shared.unmet({ id })).join('\n'), says)
    })
  }
  await producer.restore()
  t.same(await shared.verification.close(), [])

  await t.test('2.9 fails for a Producer that logs another stage', async t => {
    await producer.alter('intact', source => source.replaceAll('stage = "write"', 'stage = "read"'))
    t.match(await verdictOf(system, producerCriteria, '2.9'), {
      status: 'fail',
      evidence: /The line has the stage read/,
    })
    await producer.restore()
  })

  await t.test('files that the checks make are removed from EFS', async t => {
    const verification = await openVerification(system)
    const observer = await observe(verification)
    for (const folder of ['models', 'inputs', 'outputs', '.origins', '.staging']) {
      const names = await observer.list(folder)
      t.same(
        names.filter(name => name.includes('verify') || name.startsWith('sha256-')),
        [],
        folder,
      )
    }
    t.same(await verification.close(), [])
  })

  await t.test('a verification restores what a killed one changed, and reports it', async t => {
    const before = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const variables = before.Environment!.Variables
    const left = JSON.stringify({ nonce: 'x', variables, mounts: before.FileSystemConfigs })
    await configure({ FileSystemConfigs: [], Environment: { Variables: { VERIFICATION_RESTORES: left } } })
    t.match(await verdictOf(system, producerCriteria, '2.9'), {
      status: 'pass',
      evidence: /restored the changes of a verification that was killed/,
    })
    const after = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    t.same(after.FileSystemConfigs, before.FileSystemConfigs)
    t.same(after.Environment, before.Environment)
  })

  await t.test('a mount that somebody removed is not restored: 2.1 fails, and 2.9 still holds', async t => {
    await configure({ FileSystemConfigs: [] })
    t.match(await verdictOf(system, producerCriteria, '2.1'), {
      status: 'fail',
      evidence: /The Producer has no working mount/,
    })
    t.match(await verdictOf(system, producerCriteria, '2.9'), {
      status: 'pass',
      evidence: /the Producer had no mount before/,
    })
    const { FileSystemConfigs = [] } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    t.same(FileSystemConfigs, [])
  })
})

/** Builds a handler that removes what the intact one wrote, and writes it again in the given ways. */
function slowly(...ways: readonly string[]): string {
  return `async (event, context) => {
    const { key } = event.httpMethod ? JSON.parse(event.body) : {}
    if (!/watched/.test(key)) return intact(event, context)
    const { createHash } = require('node:crypto')
    const name = key.slice('inputs/'.length) + '-' + createHash('sha256').update(key).digest('hex').slice(0, 40)
    const efsPath = process.env.EFS_MOUNT_PATH + '/inputs/' + name
    ${ways[0]}
    const bytes = 64 * 2 ** 20
    const file = await fs.open(place, 'w')
    for (let written = 0; written < bytes; written += 1 << 20) {
      await file.write(Buffer.alloc(1 << 20))
      await new Promise(resolve => setTimeout(resolve, 5))
    }
    await file.close()
    ${ways[1] ?? ''}
    return { statusCode: 201, headers: { 'X-Request-Id': context.awsRequestId }, body: JSON.stringify({ bytes, efsPath }) }
  }`
}

/** Builds a handler that changes the answer of the intact one. */
function answering(change: string): string {
  return `async (event, context) => {
    const answer = await intact(event, context)
    if (!event.httpMethod) return answer
    const body = JSON.parse(answer.body)
    ${change}
    return { ...answer, body: JSON.stringify(body) }
  }`
}

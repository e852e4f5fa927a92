import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import type { Run } from '../measure/run.ts'
import { openVerification, type VerificationOptions } from './verification.ts'

const system = { region: 'us-east-1', apiUrl: 'http://127.0.0.1:1', outputs: {} } as unknown as DeployedSystem

/** Opens a verification on an AWS that knows only who asks. */
async function open(t: Test, options: VerificationOptions = {}) {
  const identity = '<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:root</Arn>'
  const server = createServer((_request, response) => {
    response.end(
      `<GetCallerIdentityResponse><GetCallerIdentityResult>${identity}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  }
  Object.assign(process.env, environment)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return openVerification(system, options)
}

t.test(
  'a verification is full, disturbs, tries a whole GiB and waits two minutes, unless it is told otherwise',
  async t => {
    const usual = await open(t)
    t.match(usual, { quick: false, undisturbed: false, largestBytes: 2 ** 30, patienceMs: 120_000 })
    t.equal(usual.claimedBytes, undefined)
    t.match(await usual.document('package.json'), '"lambda-efs"')
    const options = { quick: true, undisturbed: true, largestBytes: 5, claimedBytes: 6, patienceMs: 7 }
    const told = await open(t, { ...options, repository: t.testdir({ docs: { 'a.md': 'text' } }) })
    t.match(told, options)
    t.equal(await told.document('docs/a.md'), 'text')
    t.same([await usual.close(), await told.close()], [[], []])
  },
)

t.test('a check gets the run and the files of its bundle, or the reason why there are none', async t => {
  const run = { seed: 1 } as Run
  const bundle = [
    { path: 'a', content: 'text' },
    { path: 'empty', content: '' },
  ]
  const measured = await open(t, { run, bundle })
  t.equal(measured.run(), run)
  t.equal(measured.bundled('a'), 'text')
  const missing = (path: string) => ({ code: 'NOT_IN_BUNDLE', message: `The bundle has no ${path}, or it is empty.` })
  t.throws(() => measured.bundled('empty'), missing('empty'))
  t.throws(() => measured.bundled('b'), missing('b'))
  const failed = await open(t, { runFailure: 'It broke.', bundle })
  t.throws(() => failed.run(), { code: 'NOT_MEASURED', message: 'It broke.' })
  t.throws(() => failed.bundled('a'), { code: 'NOT_MEASURED', message: 'It broke.' })
  const none = await open(t)
  t.throws(() => none.run(), { code: 'NOT_MEASURED', message: 'The demonstration did not run.' })
  t.throws(() => none.bundled('a'), missing('a'))
})

t.test('the same key is made once, also for checks that ask at the same time', async t => {
  const { once } = await open(t)
  let made = 0
  const make = async () => (made += 1)
  t.same(await Promise.all([once('a', make), once('a', make), once('b', make)]), [1, 1, 2])
})

t.test('undoings run in reverse order, those for the end last, each once, and again after a failure', async t => {
  const { afterwards, close } = await open(t)
  const done: string[] = []
  const undo = (name: string, failures = 0) => {
    let left = failures
    return async () => {
      done.push(name)
      if (left-- > 0) throw new Error(`${name} stays`)
    }
  }
  afterwards(undo('first'))
  afterwards(undo('end'), 'end')
  afterwards(undo('fails once', 1))
  afterwards(undo('fails', 2))
  const now = afterwards(undo('now'))
  await now()
  await now()
  const notNow = afterwards(undo('later', 1))
  await t.rejects(notNow(), /later stays/)
  const failures = await close()
  t.same(done, ['now', 'later', 'later', 'fails', 'fails', 'fails once', 'fails once', 'first', 'end'])
  t.match(failures, [{ message: 'fails stays' }])
  t.equal(failures.length, 1)
})

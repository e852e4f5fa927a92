import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { functionWorld } from '../function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
const { create, invoke, logLines, sentences, iam } = world
t.teardown(() => world.close())

t.test('in text format the output of a call is between its START and its END and REPORT lines', async t => {
  await create('plain', `exports.handler = async () => { console.log('hello') }`, {
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' },
  })
  const { log } = await invoke('plain')
  t.match(
    log,
    /^START RequestId: (\S+) Version: \$LATEST\n[^\n]*hello\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\n$/,
  )
  t.notMatch((await invoke('plain')).log, 'Init Duration', 'only the first call has one')
  t.match((await logLines()).join('\n'), /^INIT_START Runtime Version: nodejs:[^]*START RequestId[^]*hello[^]*REPORT/)
})

t.test('the billed duration is rounded up to milliseconds and includes the init phase of the first call', async t => {
  await create('billed', `exports.handler = async () => 1`)
  for (const call of ['first', 'second']) {
    const { log } = await invoke('billed')
    const report = JSON.parse(log.split('\n').find(line => line.includes('platform.report'))!)
    const { durationMs, billedDurationMs, initDurationMs = 0 } = report.record.metrics
    t.equal(billedDurationMs, Math.ceil(durationMs + initDurationMs), call)
    t.equal(initDurationMs > 0, call === 'first')
  }
})

t.test('the tail is the last 4 KiB of a single call', async t => {
  await create(
    'talks',
    `exports.handler = async ({ say }) => { if (say) for (let i = 0; i < 100; i++) console.log(say, i) }`,
  )
  const { log } = await invoke('talks', { say: 'x'.repeat(80) })
  t.equal(Buffer.byteLength(log), 4096)
  t.match(log, /"type":"platform.report".*\n$/)
  t.notMatch((await invoke('talks')).log, 'xxx', 'it has nothing of the previous call')
})

t.test('the system log level decides which records of the platform are written', async t => {
  const types = async (SystemLogLevel: 'DEBUG' | 'INFO' | 'WARN') => {
    const FunctionName = `level-${SystemLogLevel}`
    const LoggingConfig = { LogFormat: 'JSON', LogGroup: '/test', SystemLogLevel } as const
    await create(FunctionName, `exports.handler = async ({ fails }) => { if (fails) throw 1 }`, { LoggingConfig })
    const before = (await logLines()).length
    await invoke(FunctionName)
    await invoke(FunctionName, { fails: true })
    return (await logLines()).slice(before).flatMap(line => JSON.parse(line).type?.replace('platform.', '') ?? [])
  }
  t.same(await types('DEBUG'), ['initStart', 'start', 'runtimeDone', 'report', 'start', 'runtimeDone', 'report'])
  t.same(await types('INFO'), ['initStart', 'start', 'report', 'start', 'runtimeDone', 'report'])
  t.same(await types('WARN'), ['runtimeDone', 'report'], 'only records of failures are written')
})

t.test('the application log level filters lines that the function writes to stdout by their own level', async t => {
  const logged = async (ApplicationLogLevel: 'DEBUG' | 'WARN') => {
    const FunctionName = `writes-${ApplicationLogLevel}`
    const LoggingConfig = { LogFormat: 'JSON', LogGroup: '/test', ApplicationLogLevel } as const
    const lines = [
      '{"level":"debug","n":1}',
      '{"level":"ERROR","n":2}',
      '{"n":3}',
      'plain',
      '{"level":7}',
      '{"level":"warn"',
    ]
    const source = `const lines = ${JSON.stringify(lines)}
      exports.handler = async () => { console.warn('warned'); console.debug('bug'); for (const one of lines) console._stdout.write(one + '\\n') }`
    await create(FunctionName, source, { LoggingConfig })
    const { log } = await invoke(FunctionName)
    const kept = lines.filter(line => log.split('\n').includes(line))
    return [...kept, ...['warned', 'bug'].filter(word => log.includes(`"message":"${word}"`))]
  }
  t.same(await logged('WARN'), ['{"level":"ERROR","n":2}', 'warned'])
  t.equal((await logged('DEBUG')).length, 8)
})

t.test('a message with several lines is one event; on stdout only a line feed ends an event', async t => {
  await create(
    'lines',
    `exports.handler = async () => { console.log('one\\ntwo\\u2028three'); console.debug('bug'); process.stdout.write('four\\u2028five\\nsix\\u0085seven') ; process.stdout.write(' é\\n') }`,
    {
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' },
    },
  )
  const before = (await logLines()).length
  const { log } = await invoke('lines')
  const events = (await logLines()).slice(before)
  t.match(
    events.find(event => event.includes('one')),
    /\tINFO\tone\ntwo\u2028three$/,
  )
  for (const line of ['four\u2028five', 'six\u0085seven é']) t.ok(events.includes(line))
  t.match(log, /\tDEBUG\tbug\n/, 'text has no levels to filter')
})

t.test('in text format the end of an environment has a line of its own and is in REPORT', async t => {
  const source = `exports.handler = async ({ exit, signal, wait }) => {
    if (exit !== undefined) process.exit(exit)
    if (signal) process.kill(process.pid, signal)
    await new Promise(() => setInterval(() => {}, 1000)) }`
  await create('ends', source, { LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' }, Timeout: 1 })
  const ends = async (event: object) => {
    const { body, log } = await invoke('ends', event)
    return `${JSON.stringify(body)}\n${log}`
  }
  const exited = (sentence: string) =>
    new RegExp(
      `^{"errorType":"Runtime.ExitError","errorMessage":"RequestId: (\\S+) Error: ${sentence}"}\nSTART [^]*RequestId: \\1 Error: ${sentence}\nRuntime.ExitError\nEND [^]*\tStatus: error\tError Type: Runtime.ExitError\n$`,
    )
  t.match(await ends({ exit: 0 }), exited('Runtime exited without providing a reason'))
  t.match(await ends({ exit: 7 }), exited('Runtime exited with error: exit status 7'))
  t.match(await ends({ signal: 'SIGKILL' }), exited('Runtime exited with error: signal: killed'))
  t.match(
    await ends({}),
    /\n\S+Z (\S+) Task timed out after 1.00 seconds\nEND RequestId: \1\n[^\n]*\tStatus: timeout\n$/,
  )

  await create('imports', `require('nowhere')`, { LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' } })
  const { log, error } = await invoke('imports')
  t.equal(error, 'Unhandled')
  const failure = String.raw`Status: error\tError Type: Runtime.ImportModuleError\n`
  t.match(
    log,
    new RegExp(
      `INIT_REPORT Init Duration: \\S+ ms\tPhase: init\t${failure}[^]*Phase: invoke\t${failure}START [^]*END [^]*REPORT [^]*\t${failure}`,
    ),
  )
})

t.test('lines that cannot be written are lost, which the operator sees once for an environment', async t => {
  const lost = () => sentences.filter(sentence => sentence.includes('are lost'))
  const denied = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'logs:CreateLogGroup', Resource: '*' } }
  const PolicyDocument = JSON.stringify(denied)
  await iam.send(new PutRolePolicyCommand({ RoleName: 'function', PolicyName: 'no-groups', PolicyDocument }))
  await create('elsewhere', `exports.handler = async () => 1`, {
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '/none' },
  })
  t.match((await invoke('elsewhere')).log, /platform.report/, 'the caller gets them nevertheless')
  t.same(lost(), ['the logs of elsewhere are lost: there is no log group /none'])
  await invoke('elsewhere')
  t.equal(lost().length, 1)
  await create('mute', `exports.handler = async () => console.log('said by mute')`)
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'all' }))
  await invoke('mute')
  t.equal(lost().at(-1), 'the logs of mute are lost: its role may not write to /test')
  t.notMatch((await logLines()).join('\n'), 'said by mute')
})

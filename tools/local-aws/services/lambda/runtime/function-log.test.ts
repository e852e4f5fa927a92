import { DeleteRolePolicyCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { functionWorld } from '../function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
const { create, invoke, logLines, sentences, iam } = world
t.teardown(() => world.close())

t.test('in text format a call has its START, END and REPORT lines around what the function says', async t => {
  await create('plain', `exports.handler = async () => { console.log('hello') }`, {
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' },
  })
  const { log } = await invoke('plain')
  t.match(
    log,
    /^START RequestId: (\S+) Version: \$LATEST\n[^\n]*hello\nEND RequestId: \1\nREPORT RequestId: \1\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\n$/,
  )
  t.notMatch((await invoke('plain')).log, 'Init Duration', 'only the first call has one')
  t.match((await logLines()).join('\n'), /START RequestId[^]*hello[^]*REPORT/)
})

t.test('the billed duration is the whole millisecond above, with the init phase of the first call', async t => {
  await create('billed', `exports.handler = async () => 1`)
  for (const call of ['first', 'second']) {
    const { log } = await invoke('billed')
    const report = JSON.parse(log.split('\n').find(line => line.includes('platform.report'))!)
    const { durationMs, billedDurationMs, initDurationMs = 0 } = report.record.metrics
    t.equal(billedDurationMs, Math.ceil(durationMs + initDurationMs), call)
    t.equal(initDurationMs > 0, call === 'first')
  }
})

t.test('the tail is the last 4 KiB of one call alone', async t => {
  await create(
    'talks',
    `exports.handler = async ({ say }) => { if (say) for (let i = 0; i < 100; i++) console.log(say, i) }`,
  )
  const { log } = await invoke('talks', { say: 'x'.repeat(80) })
  t.equal(Buffer.byteLength(log), 4096)
  t.match(log, /"type":"platform.report".*\n$/)
  t.notMatch((await invoke('talks')).log, 'xxx', 'what the call before had said is over')
})

t.test('the system log level decides which records of the platform are written', async t => {
  const types = async (SystemLogLevel: 'DEBUG' | 'INFO' | 'WARN') => {
    const FunctionName = `level-${SystemLogLevel}`
    const LoggingConfig = { LogFormat: 'JSON', LogGroup: '/test', SystemLogLevel } as const
    await create(FunctionName, `exports.handler = async () => 1`, { LoggingConfig })
    const lines = (await invoke(FunctionName)).log.split('\n').filter(line => line !== '')
    return lines.map(line => JSON.parse(line).type)
  }
  const [initStart, start, done, report] = ['initStart', 'start', 'runtimeDone', 'report'].map(
    name => `platform.${name}`,
  )
  t.same(await types('DEBUG'), [initStart, start, done, report])
  t.same(await types('INFO'), [initStart, start, report])
  t.same(await types('WARN'), [])
})

t.test('lines that cannot be written are lost, which the operator is told once for an environment', async t => {
  const lost = () => sentences.filter(sentence => sentence.includes('are lost'))
  await create('elsewhere', `exports.handler = async () => 1`, {
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '/none' },
  })
  t.match((await invoke('elsewhere')).log, /platform.report/, 'the caller gets them all the same')
  t.same(lost(), ['the logs of elsewhere are lost: there is no log group /none'])
  await invoke('elsewhere')
  t.equal(lost().length, 1)
  await create('mute', `exports.handler = async () => console.log('said by mute')`)
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'function', PolicyName: 'all' }))
  await invoke('mute')
  t.equal(lost().at(-1), 'the logs of mute are lost: its role may not write to /test')
  t.notMatch((await logLines()).join('\n'), 'said by mute')
})

import t from 'tap'
import { exitReason, exitSentence } from './exit-reason.ts'
import { reportEnd, reportFailedInit, reportInitStart, reportStart } from './invocation-report.ts'
import { type Ended, errorTypeOf, statusOf } from './outcome.ts'

const payload = new Uint8Array()
const answered: Ended = { kind: 'answered', payload }
const failed: Ended = { kind: 'failed', payload }
const initFailed: Ended = { kind: 'initFailed', payload, errorType: 'Runtime.X' }
const exited: Ended = { kind: 'exited', exit: 'exit status 1' }
const timedOut: Ended = { kind: 'timedOut' }
const tooLarge: Ended = { kind: 'tooLarge' }

t.test('each outcome has its status and its type of error', t => {
  for (const [ended, status, type] of [
    [answered, 'success', undefined],
    [failed, 'error', undefined],
    [initFailed, 'error', 'Runtime.X'],
    [exited, 'error', 'Runtime.ExitError'],
    [timedOut, 'timeout', undefined],
    [tooLarge, 'error', 'Function.ResponseSizeTooLarge'],
    [{ kind: 'unbuilt', exit: 'x' }, 'failure', undefined],
  ] as const)
    t.same([statusOf(ended), errorTypeOf(ended)], [status, type], ended.kind)
  t.end()
})

t.test('the end of a process has Go’s words', t => {
  for (const [code, signal, words] of [
    [0, null, undefined],
    [1, null, 'exit status 1'],
    [null, 'SIGHUP', 'signal: hangup'],
    [null, 'SIGINT', 'signal: interrupt'],
    [null, 'SIGQUIT', 'signal: quit'],
    [null, 'SIGILL', 'signal: illegal instruction'],
    [null, 'SIGTRAP', 'signal: trace/breakpoint trap'],
    [null, 'SIGABRT', 'signal: aborted'],
    [null, 'SIGBUS', 'signal: bus error'],
    [null, 'SIGFPE', 'signal: floating point exception'],
    [null, 'SIGKILL', 'signal: killed'],
    [null, 'SIGUSR1', 'signal: user defined signal 1'],
    [null, 'SIGSEGV', 'signal: segmentation fault'],
    [null, 'SIGUSR2', 'signal: user defined signal 2'],
    [null, 'SIGPIPE', 'signal: broken pipe'],
    [null, 'SIGALRM', 'signal: alarm clock'],
    [null, 'SIGTERM', 'signal: terminated'],
    [null, 'SIGSYS', 'signal: sys'],
  ] as const)
    t.equal(exitReason(code, signal), words)
  t.equal(exitSentence(undefined), 'Runtime exited without providing a reason')
  t.equal(exitSentence('exit status 1'), 'Runtime exited with error: exit status 1')
  t.end()
})

/** What is logged: a record as `[type, record, level, inTail]`, and the lines of text format. */
function logged(report: (log: never) => void) {
  const records: unknown[][] = []
  const texts: string[] = []
  const log = {
    platform: (type: string, record: object, line: { text: string; level: string; inTail: boolean }) => {
      records.push([type, JSON.parse(JSON.stringify(record)), line.level, line.inTail])
      texts.push(line.text)
    },
    text: (line: string) => void texts.push(line),
  }
  report(log as never)
  return { records, texts }
}

t.test('the begin of an environment and of a call are records of Lambda', t => {
  const version = `nodejs:${process.versions.node}`
  const account = { partition: 'aws', region: 'us-east-1' } as never
  const { records, texts } = logged(log => reportInitStart(log, account, 'f'))
  const arn = (records[0]![1] as { runtimeVersionArn: string }).runtimeVersionArn
  t.match(arn, /^arn:aws:lambda:us-east-1::runtime:[0-9a-f]{64}$/)
  const record = {
    initializationType: 'on-demand',
    phase: 'init',
    runtimeVersion: version,
    runtimeVersionArn: arn,
    functionName: 'f',
    functionVersion: '$LATEST',
  }
  t.same(records, [['platform.initStart', record, 'INFO', false]])
  t.same(texts, [`INIT_START Runtime Version: ${version}\tRuntime Version ARN: ${arn}`])
  const start = logged(log => reportStart(log, 'r'))
  t.same(start.records, [['platform.start', { requestId: 'r', version: '$LATEST' }, 'INFO', true]])
  t.same(start.texts, ['START RequestId: r Version: $LATEST'])
  t.end()
})

t.test('a failed init phase is reported with its phase, its time and its reason', t => {
  const report = (ended: Ended) => logged(log => reportFailedInit(log, 'invoke', ended, 1.23456))
  const record = { initializationType: 'on-demand', phase: 'invoke', metrics: { durationMs: 1.235 } }
  t.same(report(timedOut), {
    records: [['platform.initReport', { ...record, status: 'timeout' }, 'WARN', true]],
    texts: ['INIT_REPORT Init Duration: 1.23 ms\tPhase: invoke\tStatus: timeout'],
  })
  t.same(report(initFailed), {
    records: [['platform.initReport', { ...record, status: 'error', errorType: 'Runtime.X' }, 'WARN', true]],
    texts: ['INIT_REPORT Init Duration: 1.23 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.X'],
  })
  t.end()
})

t.test('a call is reported with its times, its memory and its end', t => {
  const measured = {
    durationMs: 10.00049,
    initDurationMs: undefined as number | undefined,
    memorySizeMB: 128,
    maxMemoryUsedMB: 60,
    timeoutSeconds: 3,
    now: new Date(0),
  }
  const report = (ended: Ended, more = {}) => logged(log => reportEnd(log, 'r', ended, { ...measured, ...more }))
  const end = (status: string, level: string, errorType?: string) => {
    const record = { requestId: 'r', status, ...(errorType && { errorType }) }
    const metrics = { durationMs: 10, billedDurationMs: 10, memorySizeMB: 128, maxMemoryUsedMB: 60 }
    return [
      [
        'platform.runtimeDone',
        { ...record, metrics: { durationMs: 10 } },
        status === 'success' ? 'DEBUG' : level,
        true,
      ],
      ['platform.report', { ...record, metrics }, level, true],
    ]
  }
  const text =
    'REPORT RequestId: r\tDuration: 10.00 ms\tBilled Duration: 10 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB'
  t.same(report(answered), { records: end('success', 'INFO'), texts: ['END RequestId: r', text] })
  t.same(report(failed), { records: end('error', 'WARN'), texts: ['END RequestId: r', text] })
  t.same(report(timedOut), {
    records: end('timeout', 'WARN'),
    texts: [
      '1970-01-01T00:00:00.000Z r Task timed out after 3.00 seconds',
      'END RequestId: r',
      `${text}\tStatus: timeout`,
    ],
  })
  t.same(report(exited), {
    records: end('error', 'WARN', 'Runtime.ExitError'),
    texts: [
      'RequestId: r Error: Runtime exited with error: exit status 1\nRuntime.ExitError',
      'END RequestId: r',
      `${text}\tStatus: error\tError Type: Runtime.ExitError`,
    ],
  })
  const cold = report(answered, { durationMs: 1.2341, initDurationMs: 100.0006 })
  const metrics = { initDurationMs: 100.001, durationMs: 1.234, billedDurationMs: 102, memorySizeMB: 128 }
  t.match(cold.records[1], ['platform.report', { metrics }])
  t.match(cold.texts[1], /Duration: 1\.23 ms\tBilled Duration: 102 ms.*MB\tInit Duration: 100\.00 ms$/)
  t.end()
})

import t from 'tap'
import { deedOf, ModelGone, type ProcessEnd, ProcessEnded } from './process-end.ts'

const end: ProcessEnd = { code: 1, signal: null, lastWords: 'the last words', stage: 'run' }
const ended = (change: Partial<ProcessEnd> = {}, memoryMb = 512) => new ProcessEnded({ ...end, ...change }, memoryMb)

t.test('the error of a process that ended says how and in which stage, and the log has its last words', async t => {
  const error = ended()
  t.match(error, { name: 'ProcessEnded', stage: 'run', isOutOfMemory: false })
  t.equal(error.message, 'The inference process ended with code 1 in the stage "run".')
  t.equal(error.stack, `ProcessEnded: ${error.message}\nthe last words`)
  t.equal(
    ended({ code: null, signal: 'SIGSEGV', stage: 'load' }).message,
    'The inference process ended by SIGSEGV in the stage "load".',
  )
})

t.test('the model is blamed for the end of a process in each stage in which it has the request', async t => {
  for (const [stage, whoDid] of [
    ['load', 'loaded it'],
    ['input', 'read its input'],
    ['run', 'ran it'],
    ['outputs', 'wrote its outputs'],
  ] as const) {
    const cause = ended({ stage })
    const message = `The model m ended the process that ${whoDid}, with code 1.`
    t.match(cause.failure('The model m'), { code: 'INVALID_MODEL', message, details: {}, cause })
  }
  for (const stage of ['start', 'idle'] as const) {
    const error = ended({ stage })
    t.equal(error.failure('The model m'), error)
  }
})

t.test('a process that the kernel killed, or whose last words say so, ran out of memory', async t => {
  const why = "most likely because the function's memory of 512 MB was used up"
  const killed = ended({ code: null, signal: 'SIGKILL' })
  t.ok(killed.isOutOfMemory)
  t.equal(killed.failure('The model m').message, `The model m ended the process that ran it, by SIGKILL, ${why}.`)
  t.match(ended({ signal: 'SIGKILL' }, 0).failure('The model m'), {
    message: /because the function's memory was used up/,
  })
  for (const lastWords of [
    'FATAL ERROR: JavaScript heap out of memory',
    'terminate called after throwing: std::bad_alloc',
    'Allocation failed',
    'cannot allocate memory',
  ]) {
    t.ok(ended({ lastWords, signal: 'SIGABRT' }).isOutOfMemory, lastWords)
  }
  t.notOk(ended({ signal: 'SIGABRT' }).isOutOfMemory)
})

t.test('each stage of the process has a phrase for the start of a sentence', async t => {
  t.same((['start', 'idle', 'load', 'input', 'run', 'outputs'] as const).map(deedOf), [
    'The start of the inference process',
    'Waiting for a request',
    'Loading the model',
    'Reading the input',
    'Running the model',
    'Writing the outputs of the model',
  ])
})

t.test('a request for a model whose process is gone has the end of the process if it was sent', async t => {
  t.match(new ModelGone('It ended before.'), { message: 'It ended before.', untaken: undefined })
  const untaken = ended()
  t.equal(new ModelGone('It ended.', untaken).untaken, untaken)
})

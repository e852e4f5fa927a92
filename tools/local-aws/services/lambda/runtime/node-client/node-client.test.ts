import { InvokeCommand } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionWorld, zipOf } from '../../function-fixture.ts'

t.setTimeout(600_000)

const world = await functionWorld()
const { create, invoke, lambda, logLines } = world
t.teardown(() => world.close())
const text = { LoggingConfig: { LogFormat: 'Text', LogGroup: '/test' } } as const

t.test('an unhandled rejection, or an uncaught exception, ends the environment and is logged', async t => {
  await create(
    'careless',
    `exports.handler = async ({ how }) => {
       if (how === 'rejects') Promise.reject(new TypeError('not awaited'))
       if (how === 'throws') { setImmediate(() => { throw new RangeError('nobody catches it') }); await new Promise(() => setTimeout(() => {}, 60_000)) }
       if (how === 'later') setTimeout(() => Promise.reject(new Error('after the answer')), 20)
       return 'answered'
     }`,
    text,
  )
  const rejected = await invoke('careless', { how: 'rejects' })
  t.match(rejected.body, { errorType: 'Runtime.ExitError', errorMessage: /exit status 1$/ })
  t.match(rejected.log, /TypeError: not awaited\n +at exports.handler \(\/var\/task\/index.js:2/)
  const thrown = await invoke('careless', { how: 'throws' })
  t.match(thrown.body, { errorType: 'Runtime.ExitError' })
  t.match(thrown.log, 'RangeError: nobody catches it')

  t.equal((await invoke('careless', { how: 'later' })).body, 'answered')
  await untilLogged('Error: after the answer')
  t.match(
    (await invoke('careless', {})).body,
    { errorType: 'Runtime.ExitError' },
    'the next event detects that the environment has ended',
  )
  t.equal((await invoke('careless', {})).body, 'answered')
})

async function untilLogged(words: string): Promise<void> {
  const { eventually } = await import('../../../../../testing/eventually.ts')
  await eventually(`the log contains ${words}`, async () => (await logLines()).some(line => line.includes(words)))
}

t.test('a function’s own listener gets an uncaught exception', async t => {
  await create(
    'listens',
    `const heard = []; process.on('uncaughtException', error => heard.push(error.message))
     exports.handler = async () => { setImmediate(() => { throw new Error('heard') }); await new Promise(r => setTimeout(r, 20)); return heard }`,
  )
  t.same((await invoke('listens')).body, ['heard'])
})

t.test('in JSON format the console prints values that JSON cannot represent, and errors inside objects', async t => {
  await create(
    'prints',
    `exports.handler = async () => {
       const circle = {}; circle.self = circle
       console.log(circle); console.log({ big: 1n }); console.log({ toJSON() { throw new Error('no') } })
       console.warn({ cause: new TypeError('inner') }); console.error('failed:', new RangeError('beside')); console.fatal('worst')
       return 'answered'
     }`,
  )
  const { body, log } = await invoke('prints')
  t.equal(body, 'answered')
  const records = log.split('\n').flatMap(line => (line.includes('"level"') ? JSON.parse(line) : []))
  t.match(records, [
    { level: 'INFO', message: /Circular/ },
    { level: 'INFO', message: '{ big: 1n }' },
    { level: 'INFO' },
    { level: 'WARN', message: { cause: { errorType: 'TypeError', errorMessage: 'inner', stackTrace: Array } } },
    { level: 'ERROR', errorType: 'RangeError', errorMessage: 'beside', stackTrace: Array },
    { level: 'FATAL', message: 'worst' },
  ])
})

t.test(
  'the first dot in the handler’s name ends the module’s name, and further dots lead into nested exports',
  async t => {
    const source = `exports.handler = async () => 'flat'; exports.a = { b: async () => 'nested' }`
    const nested = `exports.handler = async () => __filename`
    const Code = { ZipFile: await zipOf({ 'index.js': source, 'src/deep/main.js': nested }) }
    const answers = async (name: string, Handler: string) => {
      await create(name, '', { Handler, Code })
      return (await invoke(name)).body
    }
    t.equal(await answers('flat', 'index.handler'), 'flat')
    t.equal(await answers('nested', 'index.a.b'), 'nested')
    t.equal(await answers('deep', 'src/deep/main.handler'), '/var/task/src/deep/main.js')
    t.equal(await answers('absolute', '/var/task/src/deep/main.handler'), '/var/task/src/deep/main.js')
    t.match(await answers('without', 'index'), { errorType: 'Runtime.MalformedHandlerName' })
    t.match(await answers('above', '../index.handler'), { errorType: 'Runtime.MalformedHandlerName' })
  },
)

t.test('a streamed response is returned complete, and an error during it is an error of the call', async t => {
  await create(
    'streams',
    `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
       stream.write('first '); await new Promise(r => setTimeout(r, 5))
       if (event.fails) throw new TypeError('half way')
       stream.end(context.awsRequestId.length > 0 ? 'second' : '') })`,
  )
  const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 'streams' }))
  t.same([Buffer.from(Payload!).toString(), FunctionError], ['first second', undefined])
  t.match(await invoke('streams', { fails: true }), {
    error: 'Unhandled',
    body: { errorType: 'TypeError', errorMessage: 'half way' },
  })
})

t.test('answers and errors have the shapes of AWS’s client', async t => {
  await create(
    'shapes',
    `class Odd extends Error { get name() { return 'Größe\\n ☃' } }
     exports.handler = async ({ what }) => ({
       function: () => () => 1, symbol: () => Symbol('x'), undefined: () => undefined, big: () => 1n,
       odd: () => { throw new Odd('é') }, text: () => { throw 'a string' }, object: () => { throw { code: 1 } },
     })[what]()`,
    text,
  )
  t.equal((await invoke('shapes', { what: 'undefined' })).body, null)
  for (const what of ['function', 'symbol']) {
    t.match((await invoke('shapes', { what })).body, { errorType: 'TypeError', errorMessage: 'Wrong arguments' }, what)
  }
  t.match(await invoke('shapes', { what: 'big' }), {
    error: 'Unhandled',
    body: { errorType: 'Runtime.JSONStringifyError' },
  })
  const odd = await invoke('shapes', { what: 'odd' })
  t.match(odd, { error: 'Unhandled', body: { errorType: 'Größe\n ☃', errorMessage: 'é' } })
  t.match(odd.log, /\tERROR\tInvoke Error \t\{"errorType":"Größe/)
  t.same((await invoke('shapes', { what: 'text' })).body, { errorType: 'string', errorMessage: 'a string', trace: [] })
  t.match((await invoke('shapes', { what: 'object' })).body, { errorType: 'object', errorMessage: '[object Object]' })
})

t.test('on nodejs22.x context.succeed, fail and done answer', async t => {
  await create(
    'old',
    `exports.handler = ({ how }, context) => { context[how](how === 'fail' ? new Error('failed') : null, 'done') }`,
    {
      Runtime: 'nodejs22.x',
    },
  )
  t.equal((await invoke('old', { how: 'succeed' })).body, null)
  t.match((await invoke('old', { how: 'fail' })).body, { errorType: 'Error', errorMessage: 'failed' })
  t.equal((await invoke('old', { how: 'done' })).body, 'done')
  await create('esm', `export const handler = async () => 1`, { Runtime: 'nodejs22.x' })
  t.match((await invoke('esm')).body, { errorType: 'Runtime.UserCodeSyntaxError' }, 'Lambda detects no ES modules')
})

t.test('a function gets the caller’s context and request ID', async t => {
  await create(
    'context',
    `exports.handler = async (event, { awsRequestId, clientContext }) => [awsRequestId, clientContext]`,
  )
  const ask = (context: string) =>
    lambda.send(new InvokeCommand({ FunctionName: 'context', ClientContext: Buffer.from(context).toString('base64') }))
  const { Payload, $metadata } = await ask('{"custom":\n{"who":"Zoë ☃\x7f"}}')
  t.same(JSON.parse(Buffer.from(Payload!).toString()), [$metadata.requestId, { custom: { who: 'Zoë ☃\x7f' } }])
  await t.rejects(ask('{'), { name: 'InvalidRequestContentException', message: /Client context/ })
})

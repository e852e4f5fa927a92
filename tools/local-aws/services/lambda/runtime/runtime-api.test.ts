import t, { type Test } from 'tap'
import { RuntimeApi } from './runtime-api.ts'

async function runtimeApi(t: Test) {
  const heard: string[] = []
  let becomeReady = () => {}
  const api = new RuntimeApi({
    ready: () => becomeReady(),
    answered: payload => heard.push(`answered ${Buffer.from(payload)}`) < 3,
    failed: payload => heard.push(`failed ${Buffer.from(payload)}`),
    initFailed: (_payload, errorType) => heard.push(errorType),
  })
  const address = await api.listen()
  t.teardown(() => api.close())
  const ask = async (method: string, path: string, headers = {}) => {
    const body = method === 'POST' ? '{}' : undefined
    const response = await fetch(`http://${address}/2018-06-01/runtime/${path}`, {
      method,
      headers,
      ...(body && { body }),
    })
    const text = await response.text()
    return [response.status, text.startsWith('{') ? (JSON.parse(text).errorType ?? JSON.parse(text).status) : text]
  }
  const next = async (requestId: string) => {
    const ready = new Promise<void>(resolve => (becomeReady = resolve))
    const answer = ask('GET', 'invocation/next')
    await ready
    const event = { requestId, payload: Buffer.from('{}'), deadlineMs: 1, invokedFunctionArn: 'arn', traceId: '' }
    api.deliver(event)
    await answer
  }
  return { heard, ask, next }
}

t.test('the Runtime API accepts the allowed answers of a runtime, and refuses others with a reason', async t => {
  const { heard, ask, next } = await runtimeApi(t)
  t.same(await ask('POST', 'invocation/one/response'), [400, 'InvalidRequestID'], 'no event is running')
  await next('one')
  t.same(await ask('GET', 'invocation/next'), [403, 'InvalidStateTransition'], 'only one event runs at a time')
  t.same(await ask('POST', 'init/error'), [403, 'InvalidStateTransition'], 'the init phase is over')
  t.same(await ask('POST', 'invocation/two/error'), [400, 'InvalidRequestID'])
  t.same(await ask('POST', 'invocation/one/response'), [202, 'OK'])
  t.same(await ask('POST', 'invocation/one/error'), [403, 'InvalidStateTransition'], 'a second answer')
  await next('two')
  t.same(await ask('POST', 'invocation/two/error'), [202, 'OK'])
  await next('three')
  t.same(
    await ask('POST', 'invocation/three/response'),
    [413, 'RequestEntityTooLarge'],
    'the answer is too large for the listener',
  )
  t.same(await ask('POST', 'invocation/next'), [405, ''])
  t.same(await ask('GET', 'invocation/three/response'), [405, ''])
  t.same(await ask('GET', 'invocation'), [404, '404 page not found\n'])
  t.same(heard, ['answered {}', 'failed {}', 'answered {}'])
})

t.test('an init error ends the work of a runtime, and its type is one of Lambda’s', async t => {
  for (const [name, known] of [
    ['Runtime.ImportModuleError', 'Runtime.ImportModuleError'],
    ['ReferenceError', 'Runtime.Unknown'],
  ] as const) {
    const { heard, ask } = await runtimeApi(t)
    t.same(await ask('POST', 'init/error', { 'lambda-runtime-function-error-type': name }), [202, 'OK'])
    t.same(heard, [known])
    t.same(await ask('GET', 'invocation/next'), [403, 'InvalidStateTransition'])
  }
})

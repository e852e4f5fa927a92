import { UpdateStageCommand } from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { AwsError } from '../../aws-error.ts'
import { deployedApi, post } from './api-fixture.ts'

t.test('failures have API Gateway’s status and message, and the headers of the gateway responses', async t => {
  const answers: Record<string, unknown> = {
    malformed: '"just text"',
    'a status of two': { statusCode: '2' },
    denied: new AwsError('AccessDeniedException', 'no permission', 403),
    'headers that are none': { statusCode: 200, multiValueHeaders: { 'X-A': 'not a list' } },
    'a header of two lines': { statusCode: 200, headers: { 'X-A': 'a\nb' } },
    'an interim status': { statusCode: 103 },
    mount: new AwsError('EFSMountConnectivityException', 'no mount', 408),
  }
  let name = ''
  const { url } = await deployedApi(t, async () => {
    if (name === 'broken') throw new TypeError('a defect of the emulator')
    if (name === 'never') await new Promise(() => {})
    return answers[name] ?? { statusCode: 200 }
  })
  const expected: [name: string, path: string, status: number, message: string][] = [
    ['malformed', '/predict', 502, 'Internal server error'],
    ['a status of two', '/predict', 502, 'Internal server error'],
    ['headers that are none', '/predict', 502, 'Internal server error'],
    ['a header of two lines', '/predict', 502, 'Internal server error'],
    ['an interim status', '/predict', 502, 'Internal server error'],
    ['broken', '/predict', 500, 'Internal server error'],
    ['denied', '/predict', 500, 'Internal server error'],
    ['mount', '/predict', 500, 'Internal server error'],
    ['never', '/predict', 504, 'Endpoint request timed out'],
    ['unknown path', '/nothing', 403, 'Missing Authentication Token'],
  ]
  for (const [one, path, status, message] of expected) {
    name = one
    const response = await post(url + path)
    t.same([response.status, await response.json()], [status, { message }], one)
    t.equal(response.headers.get('access-control-allow-origin'), '*', one)
  }
  const noStage = await post(`${url.replace('/prod/', '/test/')}/predict`)
  t.same([noStage.status, await noStage.json()], [403, { message: 'Forbidden' }])
})

t.test('a body over 10 MiB is refused before the function', async t => {
  const { url, invocations } = await deployedApi(t, () => ({ statusCode: 200 }))
  const response = await post(`${url}/predict`, 'x'.repeat(10 * 1024 * 1024 + 1))
  t.same([response.status, await response.text()], [413, 'HTTP content length exceeded 10485760 bytes.'])
  t.equal(response.headers.get('access-control-allow-origin'), null, 'the edge does not use gateway responses')
  const chunks = async function* () {
    for (let sent = 0; sent < 11; sent += 1) yield Buffer.alloc(1024 * 1024)
  }
  const unannounced = await fetch(`${url}/predict`, { method: 'POST', body: chunks(), duplex: 'half' })
  t.equal(unannounced.status, 413)
  t.equal(invocations.length, 0)
})

t.test('calls over the stage’s rate are throttled', async t => {
  const { url, client, restApiId } = await deployedApi(t, () => ({ statusCode: 200 }))
  await client.send(
    new UpdateStageCommand({
      restApiId,
      stageName: 'prod',
      patchOperations: [
        { op: 'replace', path: '/*/*/throttling/rateLimit', value: '0.001' },
        { op: 'replace', path: '/*/*/throttling/burstLimit', value: '1' },
      ],
    }),
  )
  t.equal((await post(`${url}/predict`)).status, 200)
  const second = await post(`${url}/predict`)
  t.same([second.status, await second.json()], [429, { message: 'Too Many Requests' }])
})

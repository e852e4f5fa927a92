import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { connectToAws } from './aws-connection.ts'
import { explainAwsError } from './aws-error.ts'
import { CommandError } from './command-error.ts'

/** Sets environment variables for one test; undefined removes. */
function setEnvironment(t: Test, variables: Record<string, string | undefined>): void {
  const before = Object.fromEntries(Object.keys(variables).map(name => [name, process.env[name]]))
  set(variables)
  t.teardown(() => set(before))
}

function set(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}

async function explained(options: { region?: string } = {}): Promise<CommandError> {
  const error = await connectToAws(options).then(
    () => undefined,
    error => explainAwsError(error),
  )
  if (!(error instanceof CommandError)) throw new Error('not explained', { cause: error })
  return error
}

const nothingSet = {
  HOME: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_PROFILE: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
}
const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' }

t.test('without a Region, the command asks for one', async t => {
  setEnvironment(t, { ...nothingSet, ...keys })
  t.match(await explained(), { code: 'NO_REGION', nextStep: /--region/ })
})

t.test('without credentials, the command says where they may come from', async t => {
  setEnvironment(t, nothingSet)
  t.match(await explained({ region: 'us-east-1' }), { code: 'NO_CREDENTIALS', nextStep: /AWS_PROFILE.*npm run local/ })
})

t.test('the error for an endpoint without a listener names it', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise(resolve => server.close(resolve))
  setEnvironment(t, { ...nothingSet, ...keys, AWS_ENDPOINT_URL: endpoint })
  const error = await explained({ region: 'us-east-1' })
  t.match(error, { code: 'ENDPOINT_UNREACHABLE', nextStep: /npm run local/ })
  t.match(error.message, endpoint)
})

for (const [code, status, expected] of [
  ['AccessDenied', 403, 'ACCESS_DENIED'],
  ['ExpiredToken', 403, 'CREDENTIALS_EXPIRED'],
  ['InvalidClientTokenId', 403, 'INVALID_CREDENTIALS'],
  ['SignatureDoesNotMatch', 403, 'INVALID_CREDENTIALS'],
] as const) {
  t.test(`${code} of AWS becomes ${expected}`, async t => {
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'text/xml' })
      response.end(
        `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
          '<Message>said AWS</Message></Error><RequestId>1</RequestId></ErrorResponse>',
      )
    }).listen(0, '127.0.0.1')
    t.teardown(() => server.close())
    await new Promise(resolve => server.once('listening', resolve))
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    setEnvironment(t, { ...nothingSet, ...keys, AWS_ENDPOINT_URL: endpoint })
    const error = await explained({ region: 'us-east-1' })
    t.equal(error.code, expected)
    t.match(error.cause, { name: code }, 'and the error of AWS is kept')
    t.ok(error.nextStep)
  })
}

t.test('the error for an unreachable endpoint says why, also if its cause has no message', async t => {
  setEnvironment(t, nothingSet)
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  for (const [error, why] of [
    [Object.assign(new Error(''), { name: 'TimeoutError' }), 'TimeoutError'],
    [new AggregateError([refused]), 'ECONNREFUSED'],
    [refused, 'connect'],
  ] as const) {
    const message = `AWS cannot be reached: ${why}`
    t.match(explainAwsError(error), { code: 'ENDPOINT_UNREACHABLE', message, cause: error })
  }
})

t.test('an error that does not come from AWS stays unchanged', async t => {
  const error = new TypeError('x is not a function')
  t.equal(explainAwsError(error), error)
})

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

/** The code that an error of this name, or with this message, is explained by. */
function codeFor(name: string, message = 'said AWS'): string | undefined {
  const explained = explainAwsError(Object.assign(new Error(message), { name }))
  return explained instanceof CommandError ? explained.code : undefined
}

t.test('each name of an error has its explanation, and no name that only contains it', async t => {
  const names: Record<string, string> = {
    CREDENTIALS_EXPIRED: 'ExpiredToken ExpiredTokenException RequestExpired TokenRefreshRequired',
    NO_CREDENTIALS: 'CredentialsProviderError ProviderError TokenProviderError',
    INVALID_CREDENTIALS:
      'InvalidClientTokenId UnrecognizedClientException InvalidAccessKeyId AuthFailure SignatureDoesNotMatch ' +
      'IncompleteSignature InvalidSignatureException',
    CLOCK_SKEWED: 'RequestTimeTooSkewed',
    ACCESS_DENIED: 'AccessDenied AccessDeniedException UnauthorizedOperation UnauthorizedException Forbidden 403',
    ENDPOINT_UNREACHABLE:
      'ECONNREFUSED ECONNRESET ENOTFOUND EAI_AGAIN EHOSTUNREACH ENETUNREACH ETIMEDOUT EPIPE TimeoutError NetworkingError',
    BUCKET_NAME_BUSY: 'OperationAborted',
    THROTTLED: 'Throttling ThrottlingException TooManyRequestsException RequestLimitExceeded SlowDown',
  }
  for (const [code, all] of Object.entries(names)) {
    for (const name of all.split(' ')) {
      t.equal(codeFor(name), code, name)
      t.equal(codeFor(`X${name}`), undefined, `X${name}`)
      t.equal(codeFor(`${name}X`), undefined, `${name}X`)
    }
  }
})

t.test('an expired session and a missing Region are known by their messages, whatever the name', async t => {
  for (const message of [
    'The SSO token has expired',
    'token is expired',
    'Your session expired',
    'your SESSION HAS EXPIRED',
    'To refresh this SSO session run aws sso login',
    'The provided token has expired.',
  ]) {
    t.equal(codeFor('CredentialsProviderError', message), 'CREDENTIALS_EXPIRED', message)
  }
  t.equal(codeFor('Error', 'Region is missing'), 'NO_REGION')
  t.equal(codeFor('Error', 'The Region is missing'), undefined)
})

t.test('an explanation says what AWS said, and what to do next', async t => {
  setEnvironment(t, nothingSet)
  for (const [name, message, nextStep] of [
    ['ExpiredToken', 'The AWS credentials have expired.', /aws sso login.*run the command again/],
    ['ProviderError', 'There are no AWS credentials.', /AWS_PROFILE/],
    ['AuthFailure', 'AWS does not accept the credentials: said AWS', /AWS_ENDPOINT_URL/],
    ['RequestTimeTooSkewed', /^The clock of this machine differs/, /^Set the clock/],
    ['AccessDenied', 'AWS refuses the call: said AWS', /get-caller-identity.*--role-arn a CloudFormation service role/],
    ['EPIPE', 'AWS cannot be reached: said AWS', /^Check the network, a proxy/],
    ['OperationAborted', /^S3 has not yet freed the name of a bucket .*: said AWS$/, /another --prefix/],
    ['SlowDown', /^AWS answers too many requests .*: said AWS$/, /in a minute; it continues/],
  ] as const) {
    const error = Object.assign(new Error('said AWS'), { name })
    t.match(explainAwsError(error), { message, nextStep, cause: error }, name)
  }
})

t.test('the first five errors of a chain are looked at, and an explained one is not explained again', async t => {
  const chain = (length: number): Error =>
    length === 1
      ? Object.assign(new Error('said AWS'), { name: 'SlowDown' })
      : new Error('outer', { cause: chain(length - 1) })
  t.match(explainAwsError(chain(5)), { code: 'THROTTLED' })
  const deep = chain(6)
  t.equal(explainAwsError(deep), deep)
  const known = new CommandError('KNOWN', 'token has expired')
  t.equal(explainAwsError(known), known)
  t.equal(explainAwsError('text'), 'text')
  t.equal(explainAwsError(Object.assign(new Error('x'), { code: 403 }))?.constructor, Error, 'a code is a text')
})

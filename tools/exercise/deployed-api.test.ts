import t from 'tap'
import { connectToAws } from '../command/aws-connection.ts'
import { deploy } from '../deploy/deploy.ts'
import { packageHandler, useLocalAws } from '../deploy/deploy-fixture.ts'
import { apiAuthorization, callSigner, openApi } from './deployed-api.ts'

t.setTimeout(600_000)

t.test('an API that asks for a signature is called signed, and one that does not is called without', async t => {
  await useLocalAws(t)
  using connection = await connectToAws()
  const answerCaller = 'async event => ({ body: JSON.stringify(event.requestContext.identity) })'
  const target = { prefix: 'demo', outDir: t.testdir(), packager: packageHandler(answerCaller) }
  const unsigned = async (apiUrl: string) => {
    const response = await fetch(`${apiUrl}/ingest`, { method: 'POST', body: '{}' })
    return { statusCode: response.status, body: await response.json() }
  }
  const throughClient = async (deployment: Parameters<typeof openApi>[0]) => {
    const api = openApi(deployment, connection)
    try {
      return await api.post('/ingest', { data: 'é' })
    } finally {
      api.close()
    }
  }

  const signed = await deploy({ ...target, parameters: { ApiAuthorization: 'AWS_IAM' } })
  t.equal(apiAuthorization(signed), 'AWS_IAM')
  t.same(await unsigned(signed.apiUrl), {
    statusCode: 403,
    body: { error: 'MISSING_AUTHENTICATION_TOKEN', message: 'Missing Authentication Token' },
  })
  t.match(await throughClient(signed), { statusCode: 200, body: { userArn: 'arn:aws:iam::000000000000:root' } })

  const open = await deploy({ ...target, parameters: { ApiAuthorization: 'NONE' } })
  t.equal(apiAuthorization(open), 'NONE')
  for (const answer of [await unsigned(open.apiUrl), await throughClient(open)])
    t.match(answer, { statusCode: 200, body: { userArn: null } }, 'the stage has followed the parameter')
  t.same(await throughClient({ ...open, outputs: {} }).then(({ statusCode }) => statusCode), 200)
})

t.test('a signature covers the host, the content type and the query, for the API’s Region', async t => {
  const credentials = async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' })
  const api = { apiUrl: 'https://api.example/poc', region: 'eu-west-1' }
  t.equal(callSigner({ ...api, outputs: { ApiAuthorization: 'NONE' } }, { credentials }), undefined)
  const sign = callSigner({ ...api, outputs: { ApiAuthorization: 'AWS_IAM' } }, { credentials })!
  const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
  const signed = await sign({ ...call, url: 'https://api.example:8443/poc/predict' })
  t.match(signed, {
    'content-type': 'application/json',
    'x-amz-date': /^2\d{7}T\d{6}Z$/,
    authorization:
      /^AWS4-HMAC-SHA256 Credential=AKIA\/2\d{7}\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=content-type;host;x-amz-date,/,
  })
  t.notOk('host' in signed, 'the HTTP client writes the host')
  t.notOk('x-amz-content-sha256' in signed)
})

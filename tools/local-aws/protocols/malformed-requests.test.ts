import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import t from 'tap'
import { within } from '../../testing/eventually.ts'
import { startLocalAws } from '../server.ts'

const aws = await startLocalAws({ diagnose: sentence => t.notMatch(sentence, 'internal error') })
t.teardown(() => aws.close())

function authorization(service: string): string {
  const scope = `${aws.credentials.accessKeyId}/20260101/us-east-1/${service}/aws4_request`
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`
}

function send(service: string, method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  return fetch(aws.endpoint + path, {
    method,
    headers: { authorization: authorization(service), ...headers },
    ...(body !== undefined && { body }),
  })
}

async function refusal(answer: Promise<Response>): Promise<[status: number, text: string]> {
  const response = await answer
  return [response.status, `${response.headers.get('x-amzn-errortype') ?? ''} ${await response.text()}`]
}

// A server that copies the rest of the name at each level would run out of memory on this one.
t.test('a parameter name of any depth is refused, not followed', async t => {
  for (const [service, action] of [
    ['iam', 'GetRole'],
    ['ec2', 'DescribeVpcs'],
  ] as const) {
    const [status, text] = await refusal(send(service, 'POST', '/', `Action=${action}&${'a.'.repeat(200_000)}a=1`))
    t.equal(status, 404)
    t.match(text, /MalformedQueryString/)
  }
})

const logs = (target: string, body: string) => send('logs', 'POST', '/', body, { 'x-amz-target': target })

t.test('invalid JSON, or JSON of other types than those of the operation, is a SerializationException', async t => {
  const cases: [answer: Promise<Response>, words: RegExp][] = [
    [logs('Logs_20140328.DescribeLogGroups', '{bad'), /not valid JSON/],
    [logs('Logs_20140328.DescribeLogGroups', '[]'), /Start of list found where not expected/],
    [logs('Logs_20140328.CreateLogGroup', '{"logGroupName":5}'), /NUMBER_VALUE can not be converted to a String/],
    [logs('Logs_20140328.CreateLogGroup', '{"logGroupName":"a","tags":["b"]}'), /Start of list/],
    [logs('Logs_20140328.DescribeLogGroups', '{"limit":"5"}'), /STRING_VALUE can not be converted to an Integer/],
    [send('lambda', 'POST', '/2015-03-31/functions', '{bad'), /not valid JSON/],
    [send('lambda', 'POST', '/2015-03-31/functions', '{"FunctionName":{}}'), /Start of structure or map/],
    [send('lambda', 'POST', '/2015-03-31/functions', '{"FunctionName":"f","Publish":"yes"}'), /to a Boolean/],
    [send('lambda', 'GET', '/2015-03-31/functions?MaxItems=many'), /Value \(many\) for parameter MaxItems/],
    [send('apigateway', 'POST', '/restapis', '{bad'), /not valid JSON/],
    [send('elasticfilesystem', 'POST', '/2015-02-01/file-systems', '{bad'), /not valid JSON/],
    [logs('Logs_20140328.PutLogEvents', '{"logEvents":[null]}'), /A list or map has a null/],
    [send('lambda', 'POST', '/2015-03-31/functions', '{"Tags":{"a":null}}'), /A list or map has a null/],
  ]
  for (const [answer, words] of cases) {
    const [status, text] = await refusal(answer)
    t.equal(status, 400, text)
    t.match(text, /SerializationException/)
    t.match(text, words)
  }
})

t.test('an error that repeats a control character is XML that every client reads', async t => {
  for (const [service, body] of [
    ['cloudformation', 'Action=DescribeStacks&StackName=a%07b'],
    ['ec2', 'Action=DescribeVpcs&VpcId.1=a%07b'],
  ] as const) {
    const [status, text] = await refusal(send(service, 'POST', '/', body))
    t.equal(status, 400)
    t.match(text, /a\?b/)
    t.notMatch(text, /[\0-\x08]|&#/)
  }
})

t.test('a null body has no members', async t => {
  for (const [service, path] of [
    ['lambda', '/2015-03-31/functions'],
    ['apigateway', '/restapis'],
    ['elasticfilesystem', '/2015-02-01/access-points'],
  ] as const) {
    const [status, text] = await refusal(send(service, 'POST', path, 'null'))
    t.equal(status, 400, text)
    t.match(text, /Member must not be null/, text)
  }
})

t.test('a missing target, or one of another service, is an unknown operation', async t => {
  for (const target of ['DynamoDB_20120810.DescribeLogGroups', 'Logs_20140328.Nothing', 'DescribeLogGroups', '']) {
    const [status, text] = await refusal(logs(target, '{}'))
    t.equal(status, 400)
    t.match(text, /UnknownOperationException/, target)
  }
})

t.test('a path that is not percent-encoded text is refused', async t => {
  for (const [service, path] of [
    ['apigateway', '/restapis/%zz'],
    ['lambda', '/2015-03-31/functions/%zz/configuration'],
  ] as const) {
    const [status, text] = await refusal(send(service, 'GET', path))
    t.equal(status, 400)
    t.match(text, /MalformedHttpRequestException/)
  }
  const [status, text] = await refusal(send('s3', 'GET', '/bucket/%zz'))
  t.equal(status, 400)
  t.match(text, /InvalidURI/)
})

t.test('invalid XML, or XML of another operation, is MalformedXML', async t => {
  t.equal((await send('s3', 'PUT', '/bucket')).status, 200)
  for (const [path, body] of [
    ['/bucket?tagging', '<Tagging><TagSet>'],
    ['/bucket?tagging', '<TagSet></TagSet>'],
    ['/bucket?tagging', '<?xml version="1.0"?><!-- a --><Other/>'],
    ['/bucket?lifecycle', 'LifecycleConfiguration'],
    [
      '/bucket?lifecycle',
      '<LifecycleConfiguration><Rule><Expiration><Days>x</Days></Expiration></Rule></LifecycleConfiguration>',
    ],
  ] as const) {
    const [status, text] = await refusal(send('s3', 'PUT', path, body))
    t.equal(status, 400, text)
    t.match(text, /<Code>MalformedXML<\/Code>/)
  }
})

t.test('declarations, comments and white space may stand before the root of XML', async t => {
  const tagging = '<s3:Tagging xmlns:s3="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet></TagSet></s3:Tagging>'
  for (const before of [' \n', '<?xml version="1.0"?>\n', '<!-- <Other/> -->\n<!-- b -->', '<!-- c -->\n'])
    t.equal((await send('s3', 'PUT', '/bucket?tagging', before + tagging)).status, 204, JSON.stringify(before))
})

t.test('a form with text in place of a number or an enum value is refused', async t => {
  const ec2 = (members: string) => refusal(send('ec2', 'POST', '/', `Action=DescribeVpcs&${members}`))
  for (const members of ['MaxResults=many', 'MaxResults=', 'DryRun=maybe']) {
    const [status, text] = await ec2(members)
    t.equal(status, 400)
    t.match(text, /InvalidParameterValue/, members)
  }
  const [status, text] = await refusal(send('iam', 'POST', '/', 'Action=ListRoles&MaxItems=many'))
  t.equal(status, 400)
  t.match(text, /MalformedInput/)
})

t.test('a body that no operation takes is answered with an error before it has arrived', async t => {
  const headers = { authorization: authorization('lambda'), 'content-length': 97 * 1024 * 1024 }
  const started = request(`${aws.endpoint}/2015-03-31/functions`, { method: 'POST', headers })
  t.teardown(() => started.destroy())
  started.flushHeaders()
  const [response] = (await within('the answer comes', once(started, 'response'))) as [IncomingMessage]
  t.equal(response.statusCode, 413)
  t.equal(response.headers['x-amzn-errortype'], 'RequestEntityTooLargeException')
})

import { connect } from 'node:net'
import type { LocalAws } from './server.ts'

/** Yields numbers that are the same for the same seed (mulberry32), so that a failure can be repeated. */
export function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const odd = [
  '',
  '%00',
  '%zz',
  '%',
  '..%2f..',
  '%2e%2e',
  'a'.repeat(3000),
  '%ff%fe',
  'é',
  '__proto__',
  'constructor',
  '$LATEST',
  '-1',
  '1e999',
  'null',
  'a:b:c:d',
  'arn:aws:lambda:us-east-1:000000000000:function:f:1',
  '%0d%0aX:y',
  '{proxy+}',
  '(a+)+$',
]

const places: readonly (readonly [service: string, method: string, path: string])[] = [
  ['lambda', 'POST', '/2015-03-31/functions'],
  ['lambda', 'PUT', '/2015-03-31/functions/ODD/code'],
  ['lambda', 'POST', '/2015-03-31/functions/ODD/invocations'],
  ['lambda', 'GET', '/2015-03-31/functions/ODD/policy?Qualifier=ODD'],
  ['lambda', 'GET', '/2015-03-31/functions?Marker=ODD&MaxItems=ODD'],
  ['apigateway', 'POST', '/restapis'],
  ['apigateway', 'POST', '/restapis/ODD/resources/ODD'],
  ['apigateway', 'PATCH', '/restapis/ODD/stages/ODD'],
  ['elasticfilesystem', 'POST', '/2015-02-01/file-systems'],
  ['elasticfilesystem', 'GET', '/2015-02-01/access-points?FileSystemId=ODD&MaxResults=ODD'],
  ['s3', 'PUT', '/bucket/ODD'],
  ['s3', 'GET', '/bucket/ODD?versionId=ODD&partNumber=ODD'],
  ['s3', 'GET', '/bucket?list-type=2&prefix=ODD&continuation-token=ODD&max-keys=ODD'],
  ['s3', 'GET', '/bucket?versions&key-marker=ODD&version-id-marker=ODD&delimiter=ODD'],
  ['s3', 'POST', '/bucket/k?uploads'],
  ['s3', 'POST', '/bucket/k?uploadId=ODD'],
  ['s3', 'PUT', '/bucket/k?partNumber=ODD&uploadId=ODD'],
  ['s3', 'PUT', '/bucket?lifecycle'],
  ['s3', 'PUT', '/bucket?notification'],
  ['s3', 'PUT', '/bucket?policy'],
  ['s3', 'PUT', '/ODD'],
  ['s3', 'DELETE', '/bucket/k?versionId=ODD'],
  ['s3', 'POST', '/bucket?delete'],
  ['s3', 'GET', '/restapis/ODD/ODD/_user_request_/ODD'],
  ['logs', 'POST', '/'],
  ['tagging', 'POST', '/'],
  ['iam', 'POST', '/'],
  ['sts', 'POST', '/'],
  ['ec2', 'POST', '/'],
  ['cloudformation', 'POST', '/'],
  ['ODD', 'POST', '/'],
]

const targets = [
  'Logs_20140328.PutLogEvents',
  'Logs_20140328.FilterLogEvents',
  'Logs_20140328.CreateLogGroup',
  'Logs_20140328.GetLogEvents',
  'ResourceGroupsTaggingAPI_20170126.GetResources',
  'Logs_20140328.ODD',
]

const bodies = [
  '',
  'null',
  '[]',
  '{',
  '5',
  '"x"',
  '{"FunctionName":null,"Code":{"ZipFile":"####"},"Role":5}',
  '{"FunctionName":"f","Role":"ODD","Code":{"ZipFile":"UEsDBA=="},"Runtime":"nodejs24.x","Handler":"ODD"}',
  '{"name":"ODD","parentId":"ODD","pathPart":"ODD","patchOperations":[{"op":"ODD","path":"ODD"}]}',
  '{"logGroupName":"ODD","logStreamName":"ODD","logEvents":[{"timestamp":1e300,"message":"ODD"}],"filterPattern":"{"}',
  '{"logGroupName":"g","filterPattern":"{ ($.a = ((((1 }","nextToken":"ODD","limit":-1}',
  '{"__proto__":{"a":1},"constructor":{"prototype":null}}',
  `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`,
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  'Action=CreateRole&RoleName=ODD&AssumeRolePolicyDocument=ODD',
  `Action=PutRolePolicy&RoleName=a&PolicyName=b&PolicyDocument=${'['.repeat(4000)}`,
  'Action=DescribeVpcs&Filter.1.Name=ODD&Filter.1.Value.99999999=ODD&MaxResults=ODD',
  'Action=CreateStack&StackName=ODD&TemplateBody=ODD',
  'Action=CreateStack&StackName=s&TemplateBody=Resources%3A%20%26a%20%5B*a%5D',
  `Action=ValidateTemplate&TemplateBody=${'{"Resources":'.repeat(500)}`,
  'Action=ODD',
  '<x',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
  '<Delete><Object><Key>&#0;</Key></Object></Delete>',
  `${'<a>'.repeat(3000)}`,
  '<CompleteMultipartUpload><Part><PartNumber>ODD</PartNumber></Part></CompleteMultipartUpload>',
  '\0\u0001\u0002',
]

const broken: readonly string[] = [
  '\r\n\r\n',
  'GARBAGE\r\n\r\n',
  'GET / HTTP/9.9\r\nhost: a\r\n\r\n',
  'GET * HTTP/1.1\r\nhost: a\r\n\r\n',
  'GET http://%zz/ HTTP/1.1\r\nhost: a\r\n\r\n',
  'CONNECT a:1 HTTP/1.1\r\nhost: a\r\n\r\n',
  'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
  'POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n',
  'GET / HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
  `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
  'GET / HTTP/1.1\r\nhost: a\r\nbad header: x\r\n\r\n',
  '\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc',
]

/** One request: its bytes, and whether the client then disconnects at once, without waiting for an answer. */
export interface HostileRequest {
  readonly bytes: string
  readonly cutShort: boolean
}

export function hostileRequest({ credentials }: LocalAws, number: (below: number) => number): HostileRequest {
  const one = <T>(list: readonly T[]) => list[number(list.length)]!
  const filled = (text: string) => text.replaceAll('ODD', () => one(odd))
  if (number(8) === 0) return { bytes: one(broken), cutShort: false }
  const [service, method, path] = one(places)
  const body = filled(one(bodies))
  const key = number(10) === 0 ? one(odd) : credentials.accessKeyId
  const scope = `${key}/20260101/us-east-1/${filled(service)}/aws4_request`
  const short = number(10) === 0 && body.length > 1
  const lines = [
    `${number(12) === 0 ? one(['PURGE', 'TRACE', 'HEAD', 'PATCH', 'OPTIONS']) : method} ${filled(path)} HTTP/1.1`,
    `host: ${number(6) === 0 ? one(['bucket.s3.amazonaws.com', '[::1', 'a b', '.localhost']) : 'localhost'}`,
    'connection: close',
    ...(number(12) === 0 ? [] : [`authorization: AWS4-HMAC-SHA256 Credential=${scope}, Signature=00`]),
    `content-type: ${one(['application/json', 'application/x-www-form-urlencoded', 'text/xml', 'multipart/form-data; boundary=x'])}`,
    `x-amz-target: ${filled(one(targets))}`,
    ...(number(8) === 0 ? [filled(`x-amz-copy-source: /ODD/ODD`), 'x-amz-decoded-content-length: -5'] : []),
    ...(number(8) === 0 ? [filled('range: bytes=ODD-ODD'), 'if-modified-since: ODD', 'if-match: ODD'] : []),
    ...(number(8) === 0 ? ['x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER'] : []),
    `content-length: ${Buffer.byteLength(body, 'latin1') + (short ? 1000 : 0)}`,
  ]
  return { bytes: `${lines.join('\r\n')}\r\n\r\n${body}`, cutShort: short }
}

/** The status of the answer; 0 if the connection ended without one. @throws Error if nothing arrives for a minute */
export function statusOfRaw(aws: LocalAws, { bytes, cutShort }: HostileRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(aws.endpoint).port), '127.0.0.1')
    let answer = ''
    socket.setTimeout(60_000, () => {
      socket.destroy()
      reject(new Error(`no answer to ${JSON.stringify(bytes.slice(0, 500))}`))
    })
    socket.setEncoding('latin1').on('data', piece => (answer += piece))
    // A server that refuses a request sometimes resets the connection.
    socket.on('error', () => {})
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)))
    socket.write(bytes, 'latin1', () => {
      if (cutShort) setImmediate(() => socket.destroy())
      // Invalid bytes get no answer; the end shows the server that no more bytes follow.
      else socket.end()
    })
  })
}

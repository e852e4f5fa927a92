// Replaces the native part of AWS's runtime interface client (`rapid-client.node`), which npm cannot install without
// compilers: docs/decisions/0008-aws-runtime-client.md. It uses the same Runtime API, through Node's own HTTP.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
'use strict'
const { Agent, request } = require('node:http')

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
// One connection is kept open, so the kernel has an answer in the same turn of the event loop. A function that crashes
// right after its answer has therefore answered, as with the native part, which waits until the answer was taken.
const agent = new Agent({ keepAlive: true, maxSockets: 1 })
let posted = Promise.resolve()

/** Resolves with the next event and its headers: AWS freezes the environment while this request is open. */
exports.next = async () => {
  await posted
  const { status, headers, body } = await send('GET', 'next')
  if (status !== 200) throw new Error(`The Runtime API has no event: ${status} ${body}`)
  return {
    bodyJson: body,
    // A header's bytes are UTF-8.
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value), 'latin1').toString('utf8')]),
    ),
  }
}

exports.done = (requestId, body) => post(`${requestId}/response`, body)

exports.error = (requestId, body) => post(`${requestId}/error`, body)

// A value without JSON, such as a function, arrives as undefined; the caller gets the native part's words for it. Like the
// native part, this ignores the Runtime API's reply to an answer: a refusal shows at the next event.
function post(path, body) {
  if (typeof body !== 'string') throw new TypeError('Wrong arguments')
  posted = send('POST', path, body).catch(() => {})
}

function send(method, path, body) {
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const sent = request(
      { agent, hostname, port, method, path: `/2018-06-01/runtime/invocation/${path}`, headers },
      response => {
        const chunks = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('end', () => {
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          })
        })
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

import type { Test } from 'tap'

interface GatewayAnswer {
  readonly what: string
  readonly status: number
  readonly error: string
  readonly send: (url: string) => Promise<Response>
}

/**
 * Checks the statements of docs/api.md about answers that no function gives, and about the largest body that a function
 * accepts.
 */
export async function gatewayAnswers(t: Test, page: string, apiUrl: string): Promise<void> {
  for (const { what, status, error, send } of answers) {
    const response = await send(apiUrl)
    const body = (await response.json()) as Record<string, unknown>
    t.match({ status: response.status, ...body }, { status, error, message: String }, what)
    t.same(Object.keys(body).sort(), ['error', 'message'], what)
    t.notOk(response.headers.has('x-request-id'), `${what}: no function answered`)
    t.match(
      page,
      new RegExp(`^\\| ${status} \\| \`${error}\`, \\*gateway\\* \\|`, 'm'),
      `${what} is in the table of status codes`,
    )
  }
  // The edge answers in plain text and without CORS, because no gateway response applies.
  const edge = await post(`${apiUrl}/ingest`, JSON.stringify({ data: 'a'.repeat(10 * 1024 * 1024) }))
  const sentence = await edge.text()
  t.equal(edge.status, 413)
  t.match(page, `plain text \`${sentence}\``)
  for (const [what, body] of sizesThatArrive) {
    t.match(page, what, `the page promises ${what}`)
    t.equal((await post(`${apiUrl}/ingest`, JSON.stringify(body))).status, 201, what)
  }
}

const answers: readonly GatewayAnswer[] = [
  {
    what: 'another method',
    status: 403,
    error: 'MISSING_AUTHENTICATION_TOKEN',
    send: url => fetch(`${url}/ingest`),
  },
  {
    what: 'another path',
    status: 403,
    error: 'MISSING_AUTHENTICATION_TOKEN',
    send: url => post(`${url}/nothing`, '{}'),
  },
  {
    what: 'a body that Lambda does not take',
    status: 413,
    error: 'REQUEST_TOO_LARGE',
    send: url => post(`${url}/ingest`, JSON.stringify({ data: 'a'.repeat(6 * 1024 * 1024) })),
  },
]

const sizesThatArrive: readonly [string, object][] = [
  ['5 MB of text', { key: 'inputs/gateway-text', data: 'some words\n'.repeat(454_545) }],
  [
    '4 MB of binary data as base64',
    { key: 'inputs/gateway-bytes', encoding: 'base64', data: Buffer.alloc(4_000_000, 'bytes').toString('base64') },
  ],
]

function post(url: string, body: string): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

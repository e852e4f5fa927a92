import { once } from 'node:events'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import t from 'tap'
import { eventually, within } from '../testing/eventually.ts'
import { startLocalAws } from './server.ts'

t.test('request bodies beyond the memory limit are refused until other requests are done', async t => {
  const sentences: string[] = []
  const aws = await startLocalAws({ heldBodyBytes: 1_000_000, diagnose: sentence => sentences.push(sentence) })
  t.teardown(() => aws.close())
  const start = (length: number): ClientRequest => {
    const scope = `${aws.credentials.accessKeyId}/20260101/us-east-1/lambda/aws4_request`
    const headers = { authorization: `AWS4-HMAC-SHA256 Credential=${scope}`, 'content-length': length }
    const call = request(`${aws.endpoint}/2015-03-31/functions`, { method: 'POST', headers })
    t.teardown(() => call.destroy())
    call.on('error', () => {})
    return call
  }
  const statusOf = async (call: ClientRequest) => {
    const [response] = (await within('the answer comes', once(call, 'response'))) as [IncomingMessage]
    response.resume()
    return response.statusCode
  }
  const whole = async () => {
    const call = start(700_000)
    call.end(Buffer.alloc(700_000, ' '))
    return statusOf(call)
  }
  /** An unfinished request whose body is held: one that met a whole body in memory is refused, and sent again. */
  const held = async () => {
    let call = start(700_001)
    let refused = false
    const send = () => {
      refused = false
      call.once('response', () => (refused = true))
      call.write(Buffer.alloc(700_000, ' '))
    }
    send()
    await eventually('the unfinished body is held', async () => {
      if (refused) {
        call.destroy()
        call = start(700_001)
        send()
      }
      return (await whole()) === 503
    })
    return call
  }
  t.equal(await whole(), 400, 'a single body is accepted')
  t.equal(await whole(), 400, 'a finished request holds no memory')
  const slow = await held()
  slow.end(' ')
  t.equal(await statusOf(slow), 400)
  await eventually('there is room again after the refusal', async () => (await whole()) === 400)
  const cut = await held()
  cut.destroy()
  await eventually('a client that disconnects holds no memory', async () => (await whole()) === 400)
  t.same(sentences, [])
})

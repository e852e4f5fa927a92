import t from 'tap'
import { PlacedBody } from './placed-body.ts'
import { PlacedResponse } from './placed-response.ts'

function start(bytes = 10, silenceMs = 5000) {
  const into = Buffer.alloc(bytes)
  let brokenOff = 0
  const response = new PlacedResponse(into, () => (brokenOff += 1))
  const arrive = (text: string) => {
    into.write(text, response.placed)
    response.place(text.length)
  }
  return { into, response, arrive, body: new PlacedBody(response, 'models/m', silenceMs), brokenOff: () => brokenOff }
}

t.test('each piece is there once all of its bytes have arrived', async t => {
  const { into, arrive, body } = start()
  const seen: string[] = []
  const reading = (async () => {
    for (let at = 0; at < 10; at += 4) {
      seen.push(`${await body.read(into.subarray(at, at + 4))} ${into.toString('latin1')}`)
    }
  })()
  for (const text of ['abc', 'd', 'efghi', 'j']) {
    arrive(text)
    await new Promise(setImmediate)
  }
  await reading
  t.same(seen, ['4 abcd\0\0\0\0\0\0', '4 abcdefghi\0', '2 abcdefghij'])
  t.equal(await body.read(into.subarray(10)), 0)
  await body.end()
})

t.test('a part is no stream of bytes: whoever reads it gets none', async t => {
  const { response, body, arrive } = start()
  t.equal(response.read(), null)
  await new Promise(setImmediate)
  t.equal(response.errored, null)
  arrive('0123456789')
  t.equal(await body.read(response.into), 10)
})

t.test('bytes that arrived before they are read, even before a failure, are there', async t => {
  const { into, arrive, body, response } = start()
  arrive('abcd')
  response.destroy(new Error('reset'))
  t.equal(await body.read(into.subarray(0, 4)), 4)
  const broken = { code: 'S3_UNAVAILABLE', message: 'The download of models/m broke off.', cause: { message: 'reset' } }
  await t.rejects(body.read(into.subarray(4, 8)), broken)
})

t.test('a failure ends a read that waits', async t => {
  const { into, arrive, body, response, brokenOff } = start()
  const reading = body.read(into)
  arrive('abcd')
  response.destroy(new Error('reset'))
  await t.rejects(reading, { message: 'The download of models/m broke off.', cause: { message: 'reset' } })
  t.equal(brokenOff(), 1)
})

t.test('silence ends the response, however much has arrived before', async t => {
  const { into, arrive, body, brokenOff } = start(10, 50)
  arrive('abcd')
  await body.read(into.subarray(0, 4))
  await t.rejects(body.read(into.subarray(4)), { message: 'The download of models/m sent nothing for 50 ms.' })
  t.equal(brokenOff(), 1)
})

t.test('a body that is closed ends its connection, unless all has arrived', async t => {
  const early = start()
  early.body.close()
  t.equal(early.brokenOff(), 1)
  const late = start()
  late.arrive('0123456789')
  late.body.close()
  t.equal(late.brokenOff(), 0)
  t.ok(late.response.complete)
})

t.test('no listener and no timer stays after a read', async t => {
  const { into, arrive, body, response } = start()
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = [timers(), response.listenerCount('placed'), response.listenerCount('close')]
  const reading = body.read(into.subarray(0, 4))
  arrive('abcd')
  await reading
  t.same([timers(), response.listenerCount('placed'), response.listenerCount('close')], before)
})

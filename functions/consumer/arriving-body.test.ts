import t from 'tap'
import { within } from '../../tools/testing/eventually.ts'
import { load, start } from './inference-process-fixture.ts'

t.test('a body that arrives in pieces is sent as one body', async t => {
  const { inference } = start(t, `asked(body => { send({ part: true }, body); send({ loaded: { session: 1 } }) })`)
  const body = {
    length: 7,
    async arrive(send: (piece: Uint8Array) => Promise<void>) {
      for (const piece of ['one', ' ', 'two']) await send(Buffer.from(piece))
    },
  }
  const { reply, parts } = await within('it answers', inference.ask(load, body))
  t.same([reply, String(parts)], [{ loaded: { session: 1 } }, 'one two'])
})

t.test('a body that breaks off ends the process, and the request has its error', async t => {
  const { inference, ended } = start(t, `asked(() => send({ loaded: { session: 1 } }))`)
  const broken = new Error('It broke off.')
  const body = {
    length: 7,
    async arrive(send: (piece: Uint8Array) => Promise<void>) {
      await send(Buffer.from('one'))
      throw broken
    },
  }
  await t.rejects(within('it answers', inference.ask(load, body)), broken)
  t.same(ended, [inference])
})

t.test('if the process closes its channel while a body arrives, the end of the process is the reason', async t => {
  const { inference } = start(
    t,
    `channel.on('data', () => channel.destroy()).on('close', () => setTimeout(() => die(5), 200))`,
  )
  const body = {
    length: 1024 ** 3,
    async arrive(send: (piece: Uint8Array) => Promise<void>) {
      for (;;) await send(Buffer.alloc(1024 ** 2))
    },
  }
  const message = 'The inference process ended with code 5 in the stage "start".'
  await t.rejects(within('it ends', inference.ask(load, body)), { name: 'ProcessEnded', message })
})

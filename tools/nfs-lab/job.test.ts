import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { within } from '../testing/eventually.ts'
import { followMessages, type Message, messageWriter } from './job.ts'

t.test('messages arrive complete, in the order of writing, and all of them before the end', async t => {
  const path = join(t.testdir({}), 'messages')
  writeFileSync(path, '')
  const send = messageWriter(path)
  const ended = new AbortController()
  const messages = followMessages(path, ended.signal)
  const next = async () => (await within('a message', messages.next())).value as Message | undefined
  const first = next()
  send({ step: 'größer' })
  t.same(await first, { step: 'größer' })
  // Half a line, in the middle of a character.
  const line = Buffer.from('{"step":"ä"}\n')
  appendFileSync(path, line.subarray(0, 10))
  const second = next()
  appendFileSync(path, line.subarray(10))
  t.same(await second, { step: 'ä' })
  send({ done: true })
  ended.abort()
  t.same(await next(), { done: true })
  t.equal(await next(), undefined)
})

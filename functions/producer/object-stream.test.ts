import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { BrokenBody, type ObjectBody } from '../bucket/object-body.ts'
import { downloadWhole } from './object-stream.ts'

const blockBytes = 1024 ** 2
const later = () => performance.now() + 60_000

/** An open object that brings so many bytes, each block with its number. Then `end` decides what a read does. */
function start(bytes: number, options: { declared?: number | undefined; end?: () => Promise<number> } = {}) {
  const { declared, end = async () => 0 } = { declared: bytes, ...options }
  let sent = 0
  let closed = false
  const body: ObjectBody = {
    async read(buffer) {
      const length = Math.min(buffer.length, bytes - sent)
      if (length === 0 && bytes > 0) return end()
      buffer.fill(sent / blockBytes + 1, 0, length)
      sent += length
      return length
    },
    end: async () => undefined,
    broken: what => new BrokenBody('models/m', what),
    close: () => void (closed = true),
  }
  const object = { key: 'models/m', etag: '"x"', etagIsMd5: false, versionId: undefined, bytes: declared, body }
  const [taken, written]: [string[], string[]] = [[], []]
  const sink = {
    take: async (data: Uint8Array) => void taken.push(`${data[0]} x ${data.length}`),
    write: async (data: Uint8Array, position: number) => {
      const before = `${data[0]} x ${data.length}`
      await setTimeout(1) // the next block arrives meanwhile
      written.push(`${data[0]} x ${data.length} at ${position}`)
      if (!written.at(-1)!.startsWith(before)) throw new Error('The block was overwritten before it was written.')
    },
  }
  const download = (stopAt = later(), change = {}) => downloadWhole(object, { ...sink, ...change }, stopAt)
  return { download, taken, written, body, isClosed: () => closed }
}

t.test('every block is taken and written to its place, while the next one arrives', async t => {
  const { download, taken, written, isClosed } = start(3 * blockBytes + 5)
  await download()
  t.notOk(isClosed(), 'there was enough time')
  t.same(taken, [1, 2, 3].map(block => `${block} x ${blockBytes}`).concat('4 x 5'))
  t.same(
    written,
    [0, 1, 2]
      .map(block => `${block + 1} x ${blockBytes} at ${block * blockBytes}`)
      .concat(`4 x 5 at ${3 * blockBytes}`),
  )
})

t.test('an object without a declared size ends with its content', async t => {
  const { download, written } = start(5, { declared: undefined })
  await download()
  t.same(written, ['1 x 5 at 0'])
})

t.test('an object that ends before its declared size, or after it, counts as broken off', async t => {
  for (const declared of [4, 6]) {
    const message = `The download of models/m ended after 5 of ${declared} bytes.`
    await t.rejects(start(5, { declared }).download(), { code: 'S3_UNAVAILABLE', message })
  }
})

t.test('a download that is not complete in time is closed, and the error has the bytes that were copied', async t => {
  for (const [declared, copied] of [
    [9 * blockBytes, `${blockBytes} of ${9 * blockBytes} bytes`],
    [undefined, `${blockBytes} bytes`],
  ] as const) {
    let breakOff = () => {}
    const slow = new Promise<number>(
      (_resolve, reject) => (breakOff = () => reject(new BrokenBody('models/m', 'broke off'))),
    )
    const { download, body, isClosed } = start(blockBytes, { declared, end: () => slow })
    const { close } = body
    body.close = () => {
      close()
      breakOff()
    }
    await t.rejects(download(performance.now() - 1), {
      code: 'COPY_UNFINISHED',
      message: `The copy of models/m had ${copied} when the function's time was nearly over. Send the request again: it begins anew.`,
      details: { key: 'models/m', bytes: declared, copiedBytes: blockBytes },
    })
    t.ok(isClosed())
  }
})

t.test('another failure stays what it is, and comes after the last write has ended', async t => {
  const broken = new BrokenBody('models/m', 'broke off')
  const { download, written } = start(blockBytes, { end: () => Promise.reject(broken) })
  await t.rejects(download(), broken)
  t.equal(written.length, 1)
})

t.test('a failed write ends the download', async t => {
  const full = new Error('the disk is full')
  const { download, taken } = start(9 * blockBytes)
  await t.rejects(download(later(), { write: () => Promise.reject(full) }), full)
  t.ok(taken.length < 9)
})

t.test('no timer stays after a download', async t => {
  const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  await start(5).download()
  t.equal(timers(), before)
})

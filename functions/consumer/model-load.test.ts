import { writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import t from 'tap'
import { Failure } from '../failure/failure.ts'
import type { Inference, Session } from './inference.ts'
import { loadModel } from './model.ts'
import { addModel, largeModel } from './models-fixture.ts'
import { ProcessEnded } from './process-end.ts'
import type { CheckSize, CopiedModel, SentModel, Storage } from './storage.ts'

const found = { name: 'sub/m', names: ['models', 'sub', 'm'], version: '1' }
const session = {} as Session
const storage = {} as Storage // is asked only for a model that was replaced

/** A model with this content, which is copied after this check. */
function copied(content: Buffer, check: (checkSize: CheckSize) => unknown = () => {}): CopiedModel {
  return {
    ...found,
    async copy(folder, checkSize) {
      await check(checkSize)
      const path = join(folder, 'm')
      writeFileSync(path, content)
      return { path, version: '1', bytes: content.length, sha256: 'hash', hasSameWeights: async () => true }
    },
  }
}

/** An inference whose loads end like these, and the names of the files that it loads. */
function loads(...outcomes: (Error | Session)[]) {
  const files: string[] = []
  const load = async ({ path = 'sent' }: { path?: string }) => {
    files.push(basename(path))
    const outcome = outcomes.shift()
    if (outcome instanceof Error) throw outcome
    return outcome
  }
  return { inference: { memoryMb: 0, load } as unknown as Inference, files }
}

const invalid = (message: string) => new Failure('INVALID_MODEL', message)
const large = Buffer.concat([...largeModel(10)])
const small = addModel([1, 2])

t.test('a large model is loaded from a second file beside its copy', async t => {
  const { inference, files } = loads(session)
  t.equal((await loadModel(storage, inference, copied(large), {})).session, session)
  t.match(files, [/^[\w-]{36}\.onnx$/])
})

t.test('if the second file cannot be loaded the copy itself is, and its error is the one that is reported', async t => {
  const good = loads(invalid('of the second file'), session)
  t.equal((await loadModel(storage, good.inference, copied(large), {})).session, session)
  t.match(good.files, [/\.onnx$/, 'm'])
  const own = invalid('of the copy')
  const bad = loads(invalid('of the second file'), own)
  await t.rejects(loadModel(storage, bad.inference, copied(large), {}), own)
})

t.test('a copy that cannot be loaded, and another failure of the second file, are not tried again', async t => {
  const uncoded = Object.assign(new Error('It only looks like one.'), { code: 'INVALID_MODEL' })
  for (const [content, error] of [
    [small, invalid('of the copy')],
    [large, new Failure('TOO_LARGE', 'It is too large.')],
    [large, uncoded],
  ] as const) {
    const { inference, files } = loads(error, session)
    await t.rejects(loadModel(storage, inference, copied(content), {}), error)
    t.equal(files.length, 1)
  }
})

t.test('a model that ends the process is reported by its name in requests', async t => {
  const ended = new ProcessEnded({ code: 7, signal: null, lastWords: '', stage: 'load' }, 0)
  const sent: SentModel = { ...found, bytes: 5, send: async () => 'hash' }
  const message = 'models/sub/m ended the process that loaded it, with code 7.'
  for (const stored of [copied(small), sent]) {
    const loading = loadModel(storage, loads(ended).inference, stored, {})
    await t.rejects(loading, { code: 'INVALID_MODEL', message, cause: ended })
  }
})

t.test('other models are unloaded if the disk has room for a file only without their copies', async t => {
  const { bsize, blocks, bavail } = await statfs(tmpdir())
  if (bavail === blocks) return t.pass('all of the disk is free', { skip: 'nothing could be freed' })
  const rooms: number[] = []
  const stored = copied(small, checkSize => checkSize(1, blocks * bsize, found.names))
  const loading = loadModel(storage, loads(session).inference, stored, {}, async mb => void rooms.push(mb))
  await t.rejects(loading, { code: 'TOO_LARGE', details: { bytes: blocks * bsize } })
  t.same(rooms, [Infinity])
})

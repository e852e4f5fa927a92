import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { comparedStorage } from './compared-storage.ts'
import type { StoredModel } from './storage.ts'

const opened: string[] = []
const models = {
  openModel: async (name: string) => {
    opened.push(name)
    return { name } as StoredModel
  },
}

const folder = t.testdir({ package: { inputs: { digits: '0123456789', folder: {} } } })
const request = comparedStorage(models, join(folder, 'package'), join(folder, 'results/new')).forRequest()

// The files in the package's inputs that this process has open.
const openInputs = () =>
  readdirSync('/proc/self/fd').filter(number => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`).startsWith(join(folder, 'package'))
    } catch {
      return false // the descriptor with which the folder itself was read
    }
  })

t.test('a model is opened in the store that is compared', async t => {
  t.match(await request.openModel('add'), { name: 'add' })
  t.same(opened, ['add'])
})

t.test('an input is read from the package, with the hash of its bytes', async t => {
  const { bytes, sha256 } = await request.readInput('digits', 10)
  t.equal(bytes.toString(), '0123456789')
  t.equal(sha256, createHash('sha256').update('0123456789').digest('hex'))
})

t.test('an input of one byte more than the limit is refused', async t => {
  await t.rejects(request.readInput('digits', 9), {
    code: 'INVALID_INPUT',
    message: 'The input has 10 bytes; the limit is 9.',
    details: { fileId: 'digits' },
  })
})

t.test('an input that the package does not have is not found, even if something else has its path', async t => {
  for (const fileId of ['none', 'folder', 'digits/below', 'n'.repeat(300)]) {
    await t.rejects(request.readInput(fileId, 10), {
      code: 'NOT_FOUND',
      message: `There is no input ${fileId} in the function's package.`,
      details: { fileId },
    })
  }
})

t.test('an input that cannot be read for another reason is an error of its own', async t => {
  await t.rejects(request.readInput('nul\0', 10), { code: 'ERR_INVALID_ARG_VALUE' })
  symlinkSync('circle', join(folder, 'package/inputs/circle'))
  await t.rejects(request.readInput('circle', 10), { code: 'ELOOP' })
})

t.test('a read input is closed, and so is a refused one', { skip: !existsSync('/proc/self/fd') }, async t => {
  await request.readInput('digits', 10)
  await t.rejects(request.readInput('digits', 1))
  await t.rejects(request.readInput('folder', 1))
  t.same(openInputs(), [])
})

t.test('a result is written as one file, into a folder that need not be there', async t => {
  for (const parts of [['one'], ['t', 'wo']]) {
    const content = Promise.resolve(parts.map(part => Buffer.from(part)))
    const path = await request.writeResult('digits', content)
    t.equal(path, join(folder, 'results/new/digits.result'))
    t.equal(readFileSync(path, 'utf8'), parts.join(''))
  }
  t.same(readdirSync(join(folder, 'results/new')), ['digits.result'])
})

t.test('a result that cannot take its place is an error, not a path', async t => {
  mkdirSync(join(folder, 'results/new/taken.result'), { recursive: true })
  await t.rejects(request.writeResult('taken', Promise.resolve([])), { code: 'EISDIR' })
})

t.test('a result whose content fails is not written', async t => {
  await t.rejects(request.writeResult('failed', Promise.reject(new Error('no outputs'))), { message: 'no outputs' })
  t.notOk(readdirSync(join(folder, 'results/new')).some(name => name.startsWith('failed')))
})

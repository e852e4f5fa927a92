import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replaceFile } from './replace-file.ts'
import { fileHandlePrototype, mount } from './working-set-fixture.ts'

const mebibyte = 1024 ** 2

t.test('pieces are written in order, together in blocks of up to 4 MiB', async t => {
  const { mountPath, workingSet } = mount(t)
  const prototype = await fileHandlePrototype(mountPath)
  const writes = t.capture(prototype, 'write', prototype.write)
  const sizes = [3, 2 * mebibyte, 2 * mebibyte - 3, 1, 5 * mebibyte, 0, 7]
  const pieces = sizes.map((bytes, index) => Buffer.alloc(bytes, index))
  await replaceFile(workingSet, ['outputs', 'a'], pieces)
  t.ok(readFileSync(join(mountPath, 'outputs/a')).equals(Buffer.concat(pieces)))
  t.same(
    writes().map(({ args }) => args[2] as unknown),
    [4 * mebibyte, 1, 5 * mebibyte, 7],
  )
})

t.test('empty content makes an empty file', async t => {
  const { mountPath, workingSet } = mount(t)
  await replaceFile(workingSet, ['outputs', 'a'], [])
  t.equal(readFileSync(join(mountPath, 'outputs/a'), 'utf8'), '')
})

t.test('a file that cannot be written gets no name and leaves nothing', async t => {
  const { mountPath, workingSet } = mount(t)
  const prototype = await fileHandlePrototype(mountPath)
  const full = Object.assign(new Error('full'), { code: 'ENOSPC', errno: -28, syscall: 'write' })
  t.intercept(prototype, 'write', { value: () => Promise.reject(full) })
  await t.rejects(replaceFile(workingSet, ['outputs', 'a'], 'content'), {
    code: 'EFS_UNAVAILABLE',
    message: /is full: ENOSPC from write/,
  })
  t.notOk(existsSync(join(mountPath, 'outputs/a')))
  t.same(readdirSync(join(mountPath, '.staging')), [])
})

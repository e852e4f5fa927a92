import { symlinkSync } from 'node:fs'
import t from 'tap'

const folder = t.testdir({ models: { m: 'model' } })
const before = process.env.EFS_MOUNT_PATH
t.teardown(() => {
  if (before === undefined) delete process.env.EFS_MOUNT_PATH
  else process.env.EFS_MOUNT_PATH = before
})
process.env.EFS_MOUNT_PATH = folder
const { stateOf } = await import('./file-state.ts')

t.test('a path is a file, a folder or nothing, even if it leads through a file', t => {
  t.match(stateOf('models/m'), { path: 'models/m', type: 'file', size: 5 })
  t.match(stateOf('models'), { path: 'models', type: 'folder' })
  for (const path of ['models/none', 'none/m', 'models/m/below', 'models/m/below/it']) {
    t.same(stateOf(path), { path, type: 'none' })
  }
  t.end()
})

t.test('an unreadable path is an error, and so is a path that leads out of the mount', t => {
  symlinkSync('loop', `${folder}/loop`)
  t.throws(() => stateOf('loop'), { code: 'ELOOP' })
  t.throws(() => stateOf('../outside'), { message: `../outside is not below ${folder}` })
  t.end()
})

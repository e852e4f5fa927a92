import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { mount } from '../working-set/working-set-fixture.ts'
import { findModelFile } from './model-file.ts'

t.test('weights of the same size under an inode number that was given out again are other ones', async t => {
  const { mountPath, workingSet } = mount(t)
  mkdirSync(join(mountPath, 'models'))
  const weights = join(mountPath, 'models/m.onnx.data')
  writeFileSync(join(mountPath, 'models/m.onnx'), 'model')
  writeFileSync(weights, 'one')
  const before = await findModelFile(workingSet, 'm')
  t.same(await findModelFile(workingSet, 'm'), before)
  utimesSync(weights, 1, 1)
  t.not((await findModelFile(workingSet, 'm')).stamp, before.stamp)
})

import t from 'tap'
import { WorkingSet } from '../working-set/working-set.ts'
import { input, startConsumer } from './consumer-fixture.ts'
import { addModel } from './models-fixture.ts'

// Each call is a way to another thread and back, and on NFS most calls are also a request to the server.
t.test('a warm prediction makes sixteen calls to the file system', async t => {
  const { store, predict } = await startConsumer(t)
  store('models/m.onnx', addModel([1, 2]))
  store('inputs/i', input(['x', 'FP32', [1, 2], [1, 2]]))
  t.equal((await predict({ fileId: 'i', model: 'm' })).status, 200)
  const calls = t.capture(WorkingSet.prototype, 'call', WorkingSet.prototype.call)
  t.equal((await predict({ fileId: 'i', model: 'm' })).status, 200)
  // Opened: the mount, models, m (missing), m.onnx; inputs, i; a file in .staging, the mount, outputs. Also the size of
  // m.onnx, of i and of the result; reading i; writing, closing and renaming the result.
  t.equal(calls().length, 16)
})

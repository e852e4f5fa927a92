import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import onnxProto from 'onnx-proto'
import t from 'tap'
import { addOutputs } from './added-outputs.ts'

const { ModelProto } = onnxProto.onnx
const before = Buffer.from(ModelProto.encode({ irVersion: 8, graph: { name: 'g', output: [{ name: 'y' }] } }).finish())

t.test('outputs with names of any length are added to a model as it is', async t => {
  const path = join(t.testdir({}), 'm.onnx')
  for (const length of [1, 100, 127, 128, 129, 300, 20_000]) {
    writeFileSync(path, before)
    const name = 'n'.repeat(length)
    await addOutputs(path, [{ name }, { name: 'copy', repeats: name }])
    const bytes = readFileSync(path)
    t.ok(bytes.subarray(0, before.length).equals(before))
    // protobufjs does not merge messages, so the added one is read alone. ONNX Runtime reads both in model.test.ts.
    const { graph } = ModelProto.decode(bytes.subarray(before.length))
    const names = graph!.output!.map(output => output.name)
    t.ok(isDeepStrictEqual(names, [name, 'copy']), `a name of ${length} characters`)
    const [node] = graph!.node!
    t.ok(node!.opType === 'Identity' && node!.input![0] === name && node!.output![0] === 'copy')
  }
})

t.test('a model that needs no further output is left untouched', async t => {
  const path = join(t.testdir({}), 'm.onnx')
  writeFileSync(path, before)
  await addOutputs(path, [])
  t.ok(readFileSync(path).equals(before))
})

t.test('a model in memory is returned with the same addition that a file gets', async t => {
  const path = join(t.testdir({ 'm.onnx': before }), 'm.onnx')
  const outputs = [{ name: 'z' }, { name: 'copy', repeats: 'y' }]
  t.equal(await addOutputs(path, outputs), path)
  t.ok(readFileSync(path).equals(await addOutputs(before, outputs)))
  t.equal(await addOutputs(before, []), before)
})

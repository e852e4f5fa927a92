import { readFileSync } from 'node:fs'
import type { onnx } from 'onnx-proto'
import t, { type Test } from 'tap'
import { input, sha256, startConsumer } from './consumer-fixture.ts'
import { encode, value } from './models-fixture.ts'

const [float, int64, text] = [1, 7, 8]
const words = { name: 'classlabels_strings', strings: ['cat', 'dog'].map(word => Buffer.from(word)), type: 8 }
const numbers = { name: 'classlabels_int64s', ints: [7, -9], type: 7 }

function zipMap(from: string, to: string, attribute: onnx.IAttributeProto): onnx.INodeProto {
  return { opType: 'ZipMap', domain: 'ai.onnx.ml', input: [from], output: [to], attribute: [attribute] }
}

// Returns what scikit-learn's converter declares for the probabilities of a classifier.
function maps(name: string, keyType = text): onnx.IValueInfoProto {
  const mapType = { keyType, valueType: { tensorType: { elemType: float, shape: {} } } }
  return { name, type: { sequenceType: { elemType: { mapType } } } }
}

const x = value('x', float, ['n', 2])
const double = (to: string) => ({ opType: 'Add', input: ['x', 'x'], output: [to] })
const rows = [1, 2, 3, 4]
const table = (name: string, data = rows) => ({ name, shape: [2, 2], datatype: 'FP32', data })
const labels = (name: string) => ({ name, shape: [2], datatype: 'BYTES', data: ['cat', 'dog'] })
const numbered = (name: string) => ({ name, shape: [2], datatype: 'INT64', data: [7, -9] })

async function asked(t: Test) {
  const { store, predict } = await startConsumer(t)
  return async (graph: onnx.IGraphProto, ...outputs: string[]) => {
    store('models/m.onnx', encode(graph))
    const { inputs } = JSON.parse(input(['x', 'FP32', [2, 2], rows]))
    store('inputs/i', JSON.stringify({ inputs, outputs: outputs.map(name => ({ name })) }))
    const { body } = await predict({ fileId: 'i', model: 'm' })
    return body.outputs ?? body.message
  }
}

t.test('maps from labels to numbers are returned as the tensor that they are made of, and the labels', async t => {
  const predict = await asked(t)
  const doubled = rows.map(each => 2 * each)
  const graph = { node: [double('p'), zipMap('p', 'z', words)], input: [x], output: [maps('z')] }
  t.strictSame(await predict(graph), [table('z', doubled), labels('z.labels')])
  t.strictSame(await predict(graph, 'z.labels'), [labels('z.labels')])
  t.strictSame(await predict(graph, 'z'), [table('z', doubled)])
  t.match(await predict(graph, 'p'), 'The model has no output "p"; it has "z", "z.labels".')
  const withNumbers = { ...graph, node: [double('p'), zipMap('p', 'z', numbers)], output: [maps('z', int64)] }
  t.strictSame(await predict(withNumbers), [table('z', doubled), numbered('z.labels')])
})

t.test('the hash of a model with maps is that of its bytes', async t => {
  const { store, predict } = await startConsumer(t)
  const model = encode({ node: [zipMap('x', 'z', words)], input: [x], output: [maps('z')] })
  store('models/m.onnx', model)
  store('inputs/i', input(['x', 'FP32', [2, 2], rows]))
  const { body } = await predict({ fileId: 'i', model: 'm' })
  t.equal(body.modelSha256, sha256(model))
  t.strictSame(JSON.parse(readFileSync(body.efsPath, 'utf8')).outputs, [table('z'), labels('z.labels')])
})

t.test('the tensor of a map may be an input or an output too, or belong to several maps', async t => {
  const predict = await asked(t)
  const both = { node: [double('p'), zipMap('p', 'z', words)], input: [x], output: [value('p', float), maps('z')] }
  const doubled = rows.map(each => 2 * each)
  t.strictSame(await predict(both), [table('p', doubled), table('z', doubled), labels('z.labels')])
  t.strictSame(await predict(both, 'z', 'p'), [table('z', doubled), table('p', doubled)])
  const node = [zipMap('x', 'z', words), zipMap('x', 'a', numbers), double('p'), zipMap('p', 'b', words)]
  const three = { node, input: [x], output: [maps('b'), maps('z'), maps('a', int64)] }
  t.strictSame(await predict(three), [
    table('b', doubled),
    labels('b.labels'),
    table('z'),
    labels('z.labels'),
    table('a'),
    numbered('a.labels'),
  ])
})

t.test('the output of labels gets a name that the model does not use', async t => {
  const predict = await asked(t)
  const node = [zipMap('x', 'z', words), { opType: 'Identity', input: ['x'], output: ['z.labels'] }]
  const output = [maps('z'), value('z.labels', float)]
  t.strictSame(await predict({ node, input: [x], output }), [table('z'), labels('z.labels.labels'), table('z.labels')])
})

t.test('a map that is not an output, and an operator ZipMap of another domain, add no outputs', async t => {
  const predict = await asked(t)
  const node = [zipMap('x', 'z', words), double('p')]
  t.strictSame(await predict({ node, input: [x], output: [value('p', float)] }, 'p'), [
    table(
      'p',
      rows.map(each => 2 * each),
    ),
  ])
  const foreign = { ...zipMap('x', 'z', words), domain: '' }
  t.match(await predict({ node: [foreign], input: [x], output: [maps('z')] }), /No Op registered for ZipMap/)
})

t.test('a single row without a batch dimension is returned as it is', async t => {
  const { store, predict } = await startConsumer(t)
  const row = value('x', float, [2])
  store('models/m.onnx', encode({ node: [zipMap('x', 'z', words)], input: [row], output: [maps('z')] }))
  store('inputs/i', input(['x', 'FP32', [2], [1, 2]]))
  const { body } = await predict({ fileId: 'i', model: 'm' })
  t.match(body.outputs, [{ name: 'z', shape: [2], data: [1, 2] }, labels('z.labels')])
})

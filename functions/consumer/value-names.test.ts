import t from 'tap'
import { askModels, input } from './consumer-fixture.ts'
import { value } from './models-fixture.ts'

const float = 1

t.test('outputs of any name come in the order of the request, or else of the model', async t => {
  const predict = await askModels(t)
  const names = ['b', '10', '2', 'constructor', '__proto__', 'a', 'toString']
  const model = {
    node: names.map(name => ({ opType: 'Identity', input: ['x'], output: [name] })),
    input: [value('x', float)],
    output: names.map(name => value(name, float)),
  }
  const all = JSON.parse(input(['x', 'FP32', [1], [1]]))
  const named = (answer: Awaited<ReturnType<typeof predict>>) =>
    answer.body.outputs?.map(({ name }: { name: string }) => name) ?? answer.body.message
  t.same(named(await predict(model, JSON.stringify(all))), names)
  for (const outputs of [
    ['a', '2', 'b', '10'],
    ['toString'],
    ['a'],
    ['__proto__', 'a'],
    ['2', '__proto__', 'constructor'],
  ]) {
    const content = JSON.stringify({ ...all, outputs: outputs.map(name => ({ name })) })
    t.same(named(await predict(model, content)), outputs, outputs.join())
  }
})

t.test('inputs may have the names of an object’s own members ("constructor")', async t => {
  const predict = await askModels(t)
  const names = ['constructor', '__proto__', '1', 'toString']
  const model = {
    node: [{ opType: 'Concat', input: names, output: ['y'], attribute: [{ name: 'axis', i: 0, type: 2 }] }],
    input: names.map(name => value(name, float, [1])),
    output: [value('y', float)],
  }
  const content = input(...names.map((name, i): [string, string, number[], unknown] => [name, 'FP32', [1], [i]]))
  t.match((await predict(model, content)).body.outputs, [{ data: [0, 1, 2, 3] }])
  t.match(await predict(model, input(['constructor', 'FP32', [1], [1]])), { status: 400, body: { message: /missing/ } })
})

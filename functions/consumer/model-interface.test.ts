import t from 'tap'
import { interfaceOf } from './model-interface.ts'
import type { ValueType } from './value-type.ts'

const tensor = (name: string, shape: number[] = []) => ({ name, isTensor: true, type: 'float32', shape }) as const
const other = (name: string) => ({ name, isTensor: false }) as const
const graph = { inputs: new Map(), outputs: new Map(), zipMaps: new Map(), hasLoop: false }

t.test('a model whose file says nothing has the inputs and outputs that the runtime reports', async t => {
  const metadata = { inputMetadata: [tensor('x', [2]), other('s')], outputMetadata: [tensor('y', [2]), other('z')] }
  t.match(interfaceOf(metadata, { ...graph, hasLoop: true }), {
    inputMetadata: [
      { name: 'x', isTensor: true, type: 'float32', shape: [2] },
      { name: 's', isTensor: false, words: undefined },
    ],
    outputMetadata: [
      { name: 'y', isTensor: true, type: 'float32', words: undefined },
      { name: 'z', isTensor: false, words: undefined },
    ],
    hasLoop: true,
  })
})

t.test('an optional tensor is an input if the runtime has its type', async t => {
  const optional = (elements?: string) => ({
    words: 'an optional value',
    isOptional: true,
    ...(elements && { elements }),
  })
  const inputs = new Map<string, ValueType>([
    ['float', optional('FP32')],
    ['small', optional('UINT4')],
    ['sequence', optional()],
    ['plain', { words: 'a sequence', elements: 'FP32' }],
  ])
  const { inputMetadata } = interfaceOf(
    { inputMetadata: [...inputs.keys()].map(other), outputMetadata: [] },
    { ...graph, inputs },
  )
  t.same(
    inputMetadata.map(({ isTensor, type }) => [isTensor, type]),
    [
      [true, 'float32'],
      [false, undefined],
      [false, undefined],
      [false, undefined],
    ],
  )
})

t.test('the labels of a map are an output of the type that the keys of the map have', async t => {
  for (const [labels, type] of [
    [['a', 'b'], 'string'],
    [[7n, 9n], 'int64'],
  ] as const) {
    const zipMaps = new Map([['z', { input: 'p', labels: [...labels] as string[] }]])
    const { outputMetadata } = interfaceOf({ inputMetadata: [], outputMetadata: [other('z')] }, { ...graph, zipMaps })
    t.same(outputMetadata, [
      { name: 'z', isTensor: true, type: 'float32', from: 'p' },
      { name: 'z.labels', isTensor: true, type, from: 'p', labels },
    ])
  }
})

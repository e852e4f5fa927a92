import t from 'tap'
import { parseInferenceRequest } from './inference-request.ts'
import { runFailure } from './run-failure.ts'
import type { Tensor } from './onnx-runtime.ts'

/** The shape and the first element of each input that is tried for a model that takes this shape and always fails. */
async function tried(shape: (number | string)[] | undefined, given: number[]) {
  const count = given.reduce((product, size) => product * size, 1)
  const data = Array(count).fill(7)
  const request = parseInferenceRequest(
    JSON.stringify({ inputs: [{ name: 'x', datatype: 'FP32', shape: given, data }] }),
  )
  const input = { name: 'x', isTensor: true, type: 'float32', ...(shape && { shape }) }
  const seen: [number[], unknown][] = []
  const run = async ({ x }: Record<string, Tensor>) => {
    seen.push([[...x!.dims], x!.data[0]])
    throw new Error('It always fails.')
  }
  const model = { inputMetadata: [input], outputMetadata: [], hasLoop: false }
  const failure = await runFailure(new Error('It always fails.'), model, request, run)
  t.equal(failure.code, 'INVALID_MODEL')
  return seen
}

t.test('zeros and ones of the same sizes are tried first, and then zeros of other sizes', async t => {
  t.same(await tried(['n'], [3]), [
    [[3], 0],
    [[3], 1],
    [[1], 0],
    [[2], 0],
    [[16], 0],
    [[4096], 0],
  ])
})

const otherShapes = async (shape: (number | string)[] | undefined, given: number[]) =>
  (await tried(shape, given)).slice(2).map(([dims]) => dims)

t.test('sizes that the model declares are kept, and an input has 4,096 elements at most', async t => {
  for (const [shape, given, tried] of [
    // Rounding makes the cube root of 4,096 less than 16.
    [
      ['a', 'b', 'c'],
      [2, 2, 2],
      [
        [1, 1, 1],
        [2, 2, 2],
        [16, 16, 16],
        [16, 16, 16],
      ],
    ],
    [
      ['a', 3],
      [2, 3],
      [
        [1, 3],
        [2, 3],
        [16, 3],
        [1365, 3],
      ],
    ],
    [
      ['a', 4, 'b'],
      [2, 4, 2],
      [
        [1, 4, 1],
        [2, 4, 2],
        [16, 4, 16],
        [32, 4, 32],
      ],
    ],
    [['a', 1025, 4], [2, 1025, 4], Array(4).fill([1, 1025, 4])],
    [[2, 2], [2, 2], Array(4).fill([2, 2])],
  ] as [(number | string)[], number[], number[][]][])
    t.same(await otherShapes(shape, given), tried, `${shape}`)
})

t.test('for an input of any shape, shapes of different lengths are tried', async t => {
  t.same(await otherShapes(undefined, [3]), [[1], [2, 2], Array(8).fill(1), [4096]])
})

import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { addModel, largeModel } from './onnx-model.ts'
import { InferenceSession, Tensor } from './onnx-runtime.ts'
import { withWeightsOutside } from './outside-weights.ts'
import { sessionOptions } from './session-options.ts'

const digits = fileURLToPath(new URL('../../tools/model/digits.onnx', import.meta.url))

async function outputs(path: string, name: string, dims: number[]): Promise<Buffer> {
  const session = await InferenceSession.create(path, sessionOptions(0))
  const count = dims.reduce((product, size) => product * size, 1)
  const data = Float32Array.from({ length: count }, (_, i) => Math.sin(i))
  const results = await session.run({ [name]: new Tensor('float32', data, dims) })
  await session.release()
  return Buffer.from((Object.values(results)[0]!.data as Float32Array).buffer)
}

t.test('a model with its weights outside has the same outputs to the bit, and is small', async t => {
  const folder = t.testdir()
  const [one, many] = [join(folder, 'digits.onnx'), join(folder, 'large.onnx')]
  writeFileSync(one, readFileSync(digits))
  writeFileSync(many, Buffer.concat([...largeModel(31)]))
  for (const [path, name, width] of [
    [one, 'image', 784],
    [many, 'x', 1600],
  ] as const) {
    const outside = (await withWeightsOutside(path, { modelBytes: 1000, tensorBytes: 1000 }))!
    t.ok(statSync(outside).size < 5000, `${statSync(outside).size} bytes`)
    for (const batch of [1, 32]) {
      const [expected, found] = [
        await outputs(path, name, [batch, width]),
        await outputs(outside, name, [batch, width]),
      ]
      t.ok(expected.equals(found), `${path}, ${batch} at once`)
    }
    truncateSync(path, 1000)
    await t.rejects(outputs(outside, name, [1, width]), 'the weights are those of the file itself')
  }
})

t.test('a small model, one without large weights and one that is none stay as they are', async t => {
  const folder = t.testdir()
  const stays = async (content: Buffer, smallest?: { modelBytes: number; tensorBytes: number }) => {
    const path = join(folder, 'm.onnx')
    writeFileSync(path, content)
    t.equal(await withWeightsOutside(path, smallest), undefined)
  }
  await stays(readFileSync(digits))
  await stays(addModel([1, 2]), { modelBytes: 1, tensorBytes: 9 })
  await stays(addModel([1, 2], 'weights.bin'), { modelBytes: 1, tensorBytes: 1 })
  await stays(readFileSync(digits).subarray(0, 100_000), { modelBytes: 1, tensorBytes: 1 })
  await stays(Buffer.from('no model'), { modelBytes: 1, tensorBytes: 1 })
  await stays(Buffer.alloc(0), { modelBytes: 0, tensorBytes: 1 })
})

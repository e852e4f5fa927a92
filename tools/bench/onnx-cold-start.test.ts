import { fileURLToPath } from 'node:url'
import t from 'tap'
import { timeOneProcess } from './onnx-cold-start.ts'

t.test('the parts of a cold start add up to the whole', async t => {
  const path = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))
  const { coldMs, bootMs, requireMs, createMs, firstRunMs } = await timeOneProcess({
    path,
    readFirst: false,
    threads: 1,
  })
  const parts = [bootMs, requireMs, createMs, firstRunMs]
  t.ok(parts.every(part => part > 0))
  t.ok(Math.abs(parts.reduce((a, b) => a + b) / coldMs - 1) < 0.05)
})

import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { writeSyntheticModel } from '../model/synthetic-model.ts'
import { timeOneProcess } from './onnx-cold-start.ts'

// Ratios only: what a millisecond is depends on the machine and on what else it does.

t.test('the parts of a cold start add up to it', async t => {
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

t.test('a cold inference costs many warm ones, which is why the Consumer keeps its sessions', async t => {
  const path = fileURLToPath(new URL('../model/digits.onnx', import.meta.url))
  const { requireMs, createMs, firstRunMs, warmMs } = await timeOneProcess({ path, readFirst: false, threads: 1 })
  t.ok(requireMs + createMs + firstRunMs > 5 * warmMs)
})

t.test('a model given by path takes less memory than one given as Buffer, by most of its size', async t => {
  const path = join(t.testdir(), 'large.onnx')
  const bytes = 48 * 1024 ** 2
  await writeSyntheticModel(path, { bytes, seed: 1 })
  const byPath = await timeOneProcess({ path, readFirst: false, threads: 1 })
  const byBuffer = await timeOneProcess({ path, readFirst: true, threads: 1 })
  t.ok((byBuffer.rssMiB - byPath.rssMiB) * 1024 ** 2 > bytes / 2, `${byBuffer.rssMiB} against ${byPath.rssMiB} MiB`)
})

// A process that does nothing but a first inference and some more, as plain as a function's: no TypeScript loader, and
// ONNX Runtime by require(), as in the bundle. Prints its timings as JSON; performance.now() counts from its start.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { path, readFirst, threads, warmRuns, asInFile = false, batch = 1 } = JSON.parse(process.argv[2])

// As the Consumer: functions/consumer/no-telemetry.ts.
process.env.ORT_DISABLE_TELEMETRY = '1'
const started = performance.now()
const { InferenceSession, Tensor } = createRequire(import.meta.url)('onnxruntime-node')
const required = performance.now()
const source = readFirst ? readFileSync(path) : path
const session = await InferenceSession.create(source, {
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  ...(asInFile && { extra: { session: { disable_prepacking: '1' } } }),
})
const created = performance.now()
const image = new Tensor('float32', new Float32Array(784 * batch).fill(0.5), [batch, 784])
await session.run({ image })
const firstRun = performance.now()

const warm = []
for (let run = 0; run < warmRuns; run += 1) {
  const before = performance.now()
  await session.run({ image })
  warm.push(performance.now() - before)
}
warm.sort((a, b) => a - b)

console.log(
  JSON.stringify({
    coldMs: firstRun,
    bootMs: started,
    requireMs: required - started,
    createMs: created - required,
    firstRunMs: firstRun - created,
    warmMs: warm[Math.floor(warm.length / 2)],
    rssMiB: process.memoryUsage.rss() / 1024 ** 2,
  }),
)

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { inferenceCommand } from './inference-command.ts'

const heapMb = (path: string, memoryMb: number) => {
  const [file, ...args] = inferenceCommand(path, memoryMb)
  return Number(spawnSync(file, args, { encoding: 'utf8', timeout: 60_000 }).stdout) / 1024 ** 2
}

t.test('the process may use half of the memory as its heap, and can collect garbage when asked', t => {
  const path = join(
    t.testdir({
      'program.cjs': `
        gc()
        console.log(require('node:v8').getHeapStatistics().heap_size_limit)
      `,
    }),
    'program.cjs',
  )
  // The young generation is added: three times 16 MB.
  t.equal(Math.round(heapMb(path, 401)), 200 + 48)
  t.equal(Math.round(heapMb(path, 1401)), 700 + 48)
  t.ok(heapMb(path, 0) > 0, 'V8 decides where the memory is unknown')
  t.end()
})

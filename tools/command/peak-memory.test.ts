import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { peakMemoryMB } from './peak-memory.ts'

// Its name, which the system shows to 15 characters, looks like the end of a name and like the line of the memory.
const holder = `
  process.title = ')VmHWM: 9999999'
  const held = Buffer.alloc(100 * 1024 ** 2, 1)
  process.stdout.write('holds')
  process.stdin.resume().on('end', () => process.exit(held.length ? 0 : 1))
`
const parent = `
  const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(holder)}], { stdio: 'inherit' })
  child.on('exit', () => process.exit())
`

t.test('the peak of a process includes the processes that it has started', async t => {
  if (process.platform !== 'linux') return t.pass('its memory is known', { skip: 'only Linux reports the memory' })
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(process.execPath, ['-e', parent], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  const peak = peakMemoryMB(child.pid!)
  t.ok(peak > 130, `${peak} MB of two processes, of which one holds 100 MB`)
  t.ok(peak < 2000, `${peak} is in MB`)
  child.stdin!.end()
  await once(child, 'exit')
  t.equal(peakMemoryMB(child.pid!), 0, 'the memory of a process that is gone is unknown')
})

t.test('processes that start and end between two readings are counted while they run', async t => {
  if (process.platform !== 'linux') return t.pass('their memory is known', { skip: 'only Linux reports the memory' })
  const { NODE_OPTIONS: _, ...env } = process.env
  const alone = peakMemoryMB(process.pid)
  const child = spawn(process.execPath, ['-e', holder], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  const both = peakMemoryMB(process.pid)
  t.ok(both > alone + 100, `${both} MB with a process that holds 100 MB, ${alone} MB without`)
  child.stdin!.end()
  await once(child, 'exit')
  const after = peakMemoryMB(process.pid)
  t.ok(after < both - 100, `${after} MB after its end`)
})

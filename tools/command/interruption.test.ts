import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { compiledScript } from '../testing/compiled-script.ts'
import { within } from '../testing/eventually.ts'
import { watchInterruption } from './interruption.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

t.test('a clean-up continues after the terminal, to which it writes, is gone', async t => {
  const directory = t.testdir({})
  const program = await compiledScript(
    directory,
    `
      import { writeFile } from 'node:fs/promises'
      import { watchInterruption } from '${here}interruption.ts'
      const { signal } = watchInterruption(name => console.error(name))
      setInterval(() => {}, 1000)
      signal.addEventListener('abort', async () => {
        for (let line = 0; line < 3; line += 1) {
          console.error('Cleaning up')
          process.stdout.write('Cleaning up')
          await new Promise(resolve => setImmediate(resolve))
        }
        await writeFile('${directory}/done', 'cleaned up')
        process.exit(130)
      })
      console.log('started')
    `,
  )
  const child = spawn(process.execPath, [program], { stdio: 'pipe' })
  t.teardown(() => void child.kill('SIGKILL'))
  await within('it has started', once(child.stdout, 'data'))
  child.stdout.destroy()
  child.stderr.destroy()
  child.kill('SIGHUP')
  const [code] = await within('it has cleaned up and ends', once(child, 'exit'))
  t.equal(code, 130)
  t.equal(await readFile(`${directory}/done`, 'utf8'), 'cleaned up')
})

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** As if this process got the signal, for the listener that was added last. */
const receive = (signal: NodeJS.Signals) => process.listeners(signal).at(-1)!(signal)

t.test('the first signal stops the work, the same key press does nothing, and a later one ends at once', async t => {
  const { exit } = process
  const { now } = performance
  t.teardown(() => Object.assign(process, { exit }) && Object.assign(performance, { now }))
  const ends: unknown[] = []
  let clock = 5000
  process.exit = ((code: unknown) => void ends.push(code)) as never
  performance.now = () => clock
  const heard: string[] = []
  for (const name of names) {
    const before = names.map(each => process.listenerCount(each))
    const { signal, dispose } = watchInterruption(first => heard.push(first))
    t.same(
      names.map((each, index) => process.listenerCount(each) - before[index]!),
      [1, 1, 1],
    )
    t.equal(signal.aborted, false)
    const errors = () => [process.stdout, process.stderr].map(output => output.listenerCount('error'))
    const listening = errors()
    receive(name)
    t.match(signal.reason, { name: 'AbortError', message: `Interrupted by ${name}` })
    t.same(
      errors().map((count, index) => count - listening[index]!),
      name === 'SIGHUP' ? [1, 1] : [0, 0],
    )
    for (const output of [process.stdout, process.stderr])
      for (const listener of output.listeners('error').slice(name === 'SIGHUP' ? -1 : Infinity))
        output.off('error', listener as () => void)
    clock += 1000
    receive('SIGINT')
    t.same(ends.splice(0), [])
    clock += 1
    receive('SIGTERM')
    t.same(ends.splice(0), [130])
    dispose()
    t.same(
      names.map(each => process.listenerCount(each)),
      before,
    )
  }
  t.same(heard, names)
})

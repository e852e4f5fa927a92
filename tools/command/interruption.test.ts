import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { compiledScript } from '../testing/compiled-script.ts'
import { within } from '../testing/eventually.ts'

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

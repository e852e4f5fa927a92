import { spawn } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { compiledScript } from '../testing/compiled-script.ts'
import { ended } from '../testing/ended.ts'
import { receive, runHere, thisFile } from './run-here-fixture.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command of its own process, whose work is the given source. */
function start(program: string, args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, DEBUG: '', ...env },
    stdio: 'pipe',
  })
  const run: Promise<Run> = ended(child).then(({ code, stdout, stderr }) => ({ code, stdout, stderr }))
  return { child, ended: run }
}

/** The program of such a command, compiled. */
function entry(t: Test, work: string): Promise<string> {
  return compiledScript(
    t.testdir(),
    `
            import { Command } from 'commander'
      import { CannotRunHere, CommandError, MisuseError } from '${here}command-error.ts'
      import { runCommand } from '${here}run-command.ts'
      const { url } = import.meta
      const command = new Command('sample').option('--size <n>').argument('[name]')
      await runCommand(url, command, async (options, { signal, progress, operands }) => { ${work} })
    `,
  )
}

t.test('a command that does its work ends with 0 and knows its options and operands', async t => {
  const program = await entry(t, `progress.step('Working'); console.log(options.size, operands[0])`)
  const { code, stdout, stderr } = await start(program, ['--size', '3', 'thing']).ended
  t.equal(code, 0)
  t.equal(stdout, '3 thing\n', 'results alone are on standard output')
  t.equal(stderr, 'Working\n', 'progress is on standard error')
})

t.test('--help ends with 0, an option that does not exist with 2', async t => {
  const program = await entry(t, '')
  const help = await start(program, ['--help']).ended
  t.equal(help.code, 0)
  t.match(help.stdout, 'Usage: sample')
  const wrong = await start(program, ['--sise', '3']).ended
  t.equal(wrong.code, 2)
  t.match(wrong.stderr, "unknown option '--sise'")
})

t.test('misuse that the work itself finds ends with 2', async t => {
  const program = await entry(t, `throw new MisuseError('--size is too large.')`)
  const { code, stderr } = await start(program, []).ended
  t.equal(code, 2)
  t.equal(stderr, 'Error: --size is too large. (MISUSED)\nNext step: Run it with --help.\n')
})

t.test('a command that this machine cannot run ends with 2', async t => {
  const program = await entry(t, `throw new CannotRunHere('It needs Linux.')`)
  const { code, stderr } = await start(program, []).ended
  t.equal(code, 2)
  t.equal(stderr, 'Error: It needs Linux. (CANNOT_RUN_HERE)\n')
})

t.test('an error that the work reports through Commander is printed once and ends with 2', async t => {
  const program = await entry(t, `command.error('Usage: sample NAME')`)
  t.same(await start(program, []).ended, { code: 2, stdout: '', stderr: 'Usage: sample NAME\n' })
})

t.test('a failure ends with 1 and is printed with its code, causes and next step, without a stack', async t => {
  const program = await entry(
    t,
    `throw new CommandError('OVEN_COLD', 'No bread.', { nextStep: 'Heat it.', cause: new Error('no wood') })`,
  )
  const { code, stderr } = await start(program, []).ended
  t.equal(code, 1)
  t.equal(stderr, 'Error: No bread. (OVEN_COLD)\n  Cause: no wood\nNext step: Heat it.\n')
  const debugged = await start(program, [], { DEBUG: '1' }).ended
  t.match(debugged.stderr, /\n {4}at /, 'DEBUG shows where')
})

t.test('Ctrl-C, SIGTERM and SIGHUP stop the work, let it clean up, and end with 130', async t => {
  const program = await entry(
    t,
    `
      console.log('started')
      await new Promise((_, reject) => {
        const alive = setInterval(() => {}, 1000)
        signal.addEventListener('abort', () => { clearInterval(alive); reject(signal.reason) })
      }).finally(async () => {
        await new Promise(resolve => process.stdin.once('data', resolve))
        process.stdin.destroy()
        console.log('cleaned up')
      })
    `,
  )
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const { child, ended } = start(program, [])
    child.stdout.once('data', () => {
      child.kill(name)
      // npm and the terminal both pass a Ctrl-C on. The work ends after the second one.
      child.kill(name)
      child.stdin.write('end')
    })
    const { code, stdout, stderr } = await ended
    t.equal(code, 130)
    t.match(stdout, 'cleaned up')
    t.match(stderr, `${name}: stopping and cleaning up`)
    t.notMatch(stderr, 'Error', 'an interruption is not reported as an error')
  }
})

t.test('only the error that the interruption itself caused is left out of the report', async t => {
  const interruptedWith = (error: (signal: AbortSignal) => unknown) =>
    runHere(async ({ signal }) => {
      receive('SIGTERM')
      throw error(signal)
    })
  const stopping = 'Note: SIGTERM: stopping and cleaning up. Once more stops at once.\n'
  for (const error of [(signal: AbortSignal) => signal.reason, () => new DOMException('of Node', 'AbortError')]) {
    t.match(await interruptedWith(error), { code: 130, stderr: `${stopping}Interrupted.\n` })
  }
  for (const [error, line] of [
    [new Error('the bucket is left'), 'Error: the bucket is left'],
    ['the bucket is left', 'Error: the bucket is left'],
  ] as const) {
    t.match(await interruptedWith(() => error), { code: 130, stderr: `${stopping}${line}\nInterrupted.\n` })
  }
})

t.test('work that ends well in spite of an interruption ends with 130', async t => {
  const { code, listens } = await runHere(async () => receive('SIGHUP'))
  t.equal(code, 130)
  t.same(listens, [1, 1, 1], 'a second signal of the same key press does not kill what is about to end')
})

t.test('an error that has the name of an interruption is a failure if nothing was interrupted', async t => {
  const error = new DOMException('late', 'AbortError')
  const { code, stderr, listens } = await runHere(() => Promise.reject(error))
  t.same([code, stderr], [1, 'Error: late (AbortError)\n'])
  t.same(listens, [0, 0, 0], 'signals have their usual effect again')
})

t.test('a file that another program imports runs nothing, and a link to it is the file', async t => {
  let worked = 0
  const work = async () => void (worked += 1)
  await runHere(work, fileURLToPath(new URL('../../package.json', import.meta.url)))
  t.equal(worked, 0)
  const link = join(t.testdir(), 'link')
  symlinkSync(thisFile, link)
  t.equal((await runHere(work, link)).code, 0)
  t.equal(worked, 1)
})

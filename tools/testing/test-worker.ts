import { createWriteStream } from 'node:fs'
import type { Test } from 'tap'
import { setCurrentTest } from './current-test.ts'
import { importTap, takeErrors, takeNoErrors } from './uncaught-errors.ts'
import { endOfFile, type RunnerMessage, signOfLifeMs, tapDescriptor, type WorkerMessage } from './worker-messages.ts'

/*
 * Runs the test files that the runner sends, one after the other, each as a subtest of its own. After each file it
 * restores the environment and the current folder. A file that ends this process fails, and the runner starts another
 * process for the files that remain.
 */

// The time limit of a whole file, unless the file calls `t.setTimeout`.
const fileTimeoutMs = 600_000

process.setSourceMapsEnabled(true)
const { default: t } = await importTap()
// Without back pressure tap queues nothing, so lines that are written here directly do not overtake its own.
const tap = createWriteStream('', { fd: tapDescriptor, highWaterMark: Number.MAX_SAFE_INTEGER })
t.pipe(tap)
// The process itself has no time limit; its files have.
t.setTimeout(0)

/** Called with the test of each file before the file is imported. */
export const beforeEachFile: ((test: Test) => void)[] = []

const send = (message: WorkerMessage) => void process.send?.(message)
setInterval(() => send({ alive: true }), signOfLifeMs).unref()

// Without the runner nobody reads the results.
process.once('disconnect', () => process.exit(1))
process.on('message', (message: RunnerMessage) => {
  // A worker that extends this one gets other messages too.
  if ('run' in message) void runFile(message.run)
})

async function runFile({ file, url, fixtures }: RunnerMessage['run']): Promise<void> {
  const environment = { ...process.env }
  const folder = process.cwd()
  await t.test(file, { timeout: fileTimeoutMs, testdir: fixtures }, async t => {
    setCurrentTest(t)
    takeErrors(t)
    for (const prepare of beforeEachFile) prepare(t)
    await import(url)
  })
  takeNoErrors()
  tap.write(endOfFile(file))
  process.chdir(folder)
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment)
  process.exitCode = 0
  send({ ended: file })
}

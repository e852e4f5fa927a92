import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CompiledTests, compileTests } from './compile-tests.ts'
import type { FileOutcome } from './file-outcome.ts'
import { TestProcess } from './test-process.ts'
import { makeRunFolder } from './run-folder.ts'

export interface RunTestsOptions {
  readonly repository: string
  /** Relative to the repository. */
  readonly files: readonly string[]
  /** How many processes run files at the same time. */
  readonly jobs: number
  /** Only tests (of a file's first level) whose name matches. */
  readonly name?: string
  readonly signal?: AbortSignal
  /** A process without a sign of life for this time is ended. */
  readonly silenceMs?: number
  /** Called when a file begins. */
  readonly onBegin?: (file: string) => void
  /** Called when a file has ended. */
  readonly onEnd?: (outcome: FileOutcome) => void
}

/**
 * Compiles test files and runs them in a few processes, each file as a test of its own. Every file is run and has an
 * outcome, even if another file ends their process.
 *
 * @throws the signal's reason when it is aborted; all processes have ended by then
 */
export async function runTests(options: RunTestsOptions): Promise<FileOutcome[]> {
  const { repository, files } = options
  await using folder = await makeRunFolder(repository)
  const { urls, worker } = await compileTests(repository, files, join(folder.path, 'js'))
  return await runCompiledTests({ urls, worker, fixtures: folder.path }, options)
}

export interface RunnableTests extends Pick<CompiledTests, 'urls' | 'worker'> {
  /** The folder in which each file has its own for `t.testdir()`. */
  readonly fixtures: string
}

/** Like `runTests`, for files that the caller has compiled, in a folder that the caller removes. */
export async function runCompiledTests(tests: RunnableTests, options: RunTestsOptions): Promise<FileOutcome[]> {
  const { urls, worker } = tests
  const { repository, files, jobs, signal, silenceMs, onBegin, onEnd } = options
  const environment = testEnvironment(options)
  const waiting = await longestFirst(repository, files)
  const outcomes: FileOutcome[] = []
  const processes = new Set<TestProcess>()

  const endAll = () => Promise.all([...processes].map(each => each.end()))
  const stop = () => void endAll()
  signal?.addEventListener('abort', stop)
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, files.length) }, work))
  } finally {
    signal?.removeEventListener('abort', stop)
    await endAll()
  }
  signal?.throwIfAborted()
  return outcomes.sort((a, b) => (a.file < b.file ? -1 : 1))

  async function work(): Promise<void> {
    let current: TestProcess | undefined
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if (signal?.aborted) return
      if (!current?.alive) processes.add((current = new TestProcess({ worker, repository, environment, silenceMs })))
      onBegin?.(file)
      const fixtures = join(tests.fixtures, `fixtures-${files.indexOf(file)}`)
      const outcome = await current.run({ file, url: urls.get(file)!, fixtures })
      if (signal?.aborted) return
      outcomes.push(outcome)
      onEnd?.(outcome)
    }
  }
}

function testEnvironment({ name }: RunTestsOptions): NodeJS.ProcessEnv {
  // These belong to an outer run or to the user's shell. TAP_GREP would leave tests out, TAP_BAIL files.
  const inherited = Object.entries(process.env).filter(([variable]) => !variable.startsWith('TAP_'))
  return {
    ...Object.fromEntries(inherited),
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // @tapjs/filter takes one pattern a level, the file first. It skips tests of other names with a reason.
    ...(name !== undefined && { TAP_GREP: `/.*/\n/${name}/` }),
  }
}

/**
 * Long files at the end would leave a processor idle. A slow file calls `t.setTimeout`; the others are sorted by size.
 */
async function longestFirst(repository: string, files: readonly string[]): Promise<string[]> {
  const weights = await Promise.all(
    files.map(async file => {
      const text = await readFile(join(repository, file), 'utf8')
      const asked = Number(/^t\.setTimeout\(([\d_]+)\)/m.exec(text)?.[1]?.replaceAll('_', '') ?? 0)
      return { file, weight: asked * 1000 + text.length }
    }),
  )
  return weights.sort((a, b) => b.weight - a.weight).map(({ file }) => file)
}

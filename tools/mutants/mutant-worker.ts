import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { programFolder } from '../testing/function-program.ts'
import { beforeEachFile } from '../testing/test-worker.ts'
import { activeMutant, hitsFile, runningTest } from './compile-programs.ts'
import type { FileReach, Hits, MutantMessage, MutantWorkerMessage, SubtestRun } from './mutant-messages.ts'
import { watchSubtests } from './subtests.ts'

/*
 * A test worker in which one mutant can be active at a time, or which counts the mutants that each test of a file reaches.
 * Stryker's instrumented code reads and writes `__stryker__`. The programs that a test starts have the environment of this
 * process.
 */

interface Stryker {
  activeMutant?: string | undefined
  hitCount?: number
  hitLimit?: number | undefined
  /** Without it a hit is `static`. */
  currentTestId?: string | undefined
  readonly mutantCoverage: { readonly static: Record<string, number>; readonly perTest: Record<string, Hits> }
}

const stryker: Stryker = { mutantCoverage: { static: {}, perTest: {} } }
Object.assign(globalThis, { __stryker__: stryker })

let next: Exclude<MutantMessage, { reportReach: true }> = { try: {} }
/** By the order in which they began; of the file that is counted. */
let durations: number[] = []

const hitsOfPrograms = join(process.env[programFolder]!, `hits-${process.pid}`)

process.on('message', (message: MutantMessage | { readonly run: unknown }) => {
  if ('reportReach' in message) send({ reach: takeReach() })
  else if ('try' in message || 'count' in message) next = message
})

beforeEachFile.push(file => {
  if ('count' in next) {
    const starts: number[] = []
    durations = []
    Object.assign(stryker, { activeMutant: undefined, hitLimit: undefined } satisfies Partial<Stryker>)
    forgetHits()
    const countFor = (subtest?: number) => {
      stryker.currentTestId = subtest?.toString()
      // At once: a program may read it at any moment.
      const file = runningTest(hitsOfPrograms)
      writeFileSync(`${file}.new`, `${subtest ?? outside}`)
      renameSync(`${file}.new`, file)
    }
    process.env[hitsFile] = hitsOfPrograms
    delete process.env[activeMutant]
    countFor()
    watchSubtests(file, {
      untilFailure: false,
      onBegin(subtest) {
        starts[subtest] = performance.now()
        countFor(subtest)
      },
      onEnd(subtest) {
        durations[subtest] = performance.now() - starts[subtest]!
        // The next test may have begun before this one is known to have ended.
        if (starts.length === subtest + 1) countFor()
      },
    })
    return
  }
  const { mutant, only } = next.try
  Object.assign(stryker, {
    activeMutant: mutant?.id,
    hitLimit: mutant?.hitLimit,
    hitCount: 0,
  } satisfies Partial<Stryker>)
  if (mutant) process.env[activeMutant] = mutant.id
  else delete process.env[activeMutant]
  delete process.env[hitsFile]
  watchSubtests(file, {
    only: only && new Set(only),
    untilFailure: true,
    onBegin: subtest => send({ began: subtest }),
    onEnd: () => {},
  })
})

function takeReach(): FileReach {
  const { static: outsideHits, perTest } = stryker.mutantCoverage
  const ofPrograms = takeHitsOfPrograms()
  return {
    outside: { ...ofPrograms.get(outside), ...outsideHits },
    subtests: Array.from(durations, (durationMs = 0, subtest): SubtestRun => {
      return { durationMs, hits: { ...ofPrograms.get(String(subtest)), ...perTest[subtest] } }
    }),
  }
}

/** The name for what runs in no test of the file's first level. */
const outside = 'outside'

/** By the name of the test. */
function takeHitsOfPrograms(): Map<string, Record<string, number>> {
  const byTest = new Map<string, Record<string, number>>()
  if (!existsSync(hitsOfPrograms)) return byTest
  for (const line of readFileSync(hitsOfPrograms, 'utf8').split('\n').filter(Boolean)) {
    const [test = '', id = ''] = line.split(' ')
    const hits = byTest.get(test) ?? {}
    byTest.set(test, hits)
    hits[id] = 1
  }
  rmSync(hitsOfPrograms)
  return byTest
}

/** In place: each module keeps the object that it found at first. */
function forgetHits(): void {
  const { static: outside, perTest } = stryker.mutantCoverage
  for (const hits of [outside, perTest]) for (const key of Object.keys(hits)) delete hits[key]
}

function send(message: MutantWorkerMessage): void {
  process.send?.(message)
}

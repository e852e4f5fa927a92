import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { instrument } from './instrument.ts'
import type { Mutant } from './mutant.ts'
import { mutatedProject } from './mutated-project-fixture.ts'
import { runMutants, type RunMutantsOptions } from './run-mutants.ts'

t.setTimeout(120_000)

const { mutants, run, takeBegun } = await prepare()

async function prepare() {
  const repository = t.testdir(mutatedProject)
  const { mutants, texts } = await instrument(
    repository,
    ['limits', 'repeat', 'hang', 'sum', 'needs', 'inference/index'].map(name => `functions/${name}.ts`),
  )
  const beside = ['limits', 'repeat', 'hang', 'sum', 'needs', 'program', 'asked', 'broken'].map(
    name => `functions/${name}.test.ts`,
  )
  const tests = [...beside, 'elsewhere/endless.test.ts']
  const run = (wanted: readonly Mutant[], options: Partial<RunMutantsOptions> = {}) =>
    runMutants({ repository, texts, mutants: wanted, tests, jobs: 1, budgetMs: 0, patienceMs: 3000, ...options })
  /** The names that the tests of `sum` have written since the last call. */
  const takeBegun = async () => {
    const begun = join(repository, 'begun.txt')
    const text = await readFile(begun, 'utf8')
    await rm(begun)
    return text.trim().split(' ')
  }
  return { mutants, run, takeBegun }
}

function mutant(original: string, replacement: string): Mutant {
  const found = mutants.find(each => each.original === original && each.replacement === replacement)
  if (!found) throw new Error(`No mutant makes ${replacement} of ${original}.`)
  return found
}

t.test('the outcome of each change says whether a test noticed it, and which tests ran', async t => {
  const { outcomes, broken, tooLong } = await run([
    mutant('age >= adult', 'age < adult'),
    mutant('age >= adult', 'age > adult'),
    mutant('{ return 1 }', '{}'),
    mutant('(age: number) => age >= adult', '() => undefined'),
  ])
  t.match(outcomes, [
    { status: 'noticed', tests: ['functions/limits.test.ts'], file: 'functions/limits.ts', line: 3 },
    { status: 'survived', tests: ['functions/limits.test.ts'], mutator: 'EqualityOperator' },
    { status: 'not reached', tests: [] },
    { status: 'noticed', mutator: 'ArrowFunction' },
  ])
  t.match(
    broken,
    [{ file: 'functions/broken.test.ts', failures: [Object] }],
    'a test that also fails without a change is not used',
  )
  t.same(tooLong, [])
  t.equal(outcomes[0]!.lineText, 'export const isAdult = (age: number) => age >= adult')
})

t.test('only the tests of a file that reach a change run, until the first one fails', async t => {
  const { outcomes } = await run([mutant('a - b', 'a + b')])
  t.match(outcomes, [{ status: 'noticed', tests: ['functions/sum.test.ts'] }])
  const asTheyAre = ['adds', 'subtracts', 'both']
  // Then the one that failed runs alone, as it is: it needs no other.
  t.same(await takeBegun(), [...asTheyAre, 'subtracts', 'subtracts'])

  const { outcomes: unreached } = await run([mutant('a * b', 'a / b')])
  t.match(unreached, [{ status: 'not reached', tests: [] }])
  t.same(await takeBegun(), asTheyAre)
})

t.test('a test that fails without an earlier one of its file does not count as having noticed', async t => {
  const { outcomes } = await run([
    mutant('text.length > 5', 'text.length >= 5'),
    mutant('text.length > 5', 'false'),
    mutant('text.length > 5', 'text.length <= 5'),
  ])
  t.same(
    outcomes.map(({ status }) => status),
    ['survived', 'noticed', 'noticed'],
  )
})

t.test('an endless loop times out, also if the change is not inside it, and the next change is tried', async t => {
  const { outcomes } = await run([
    mutant('i += 1', 'i -= 1'),
    mutant('true', 'false'),
    mutant('all += text', 'all -= text'),
  ])
  t.same(
    outcomes.map(({ status }) => status),
    ['timed out', 'timed out', 'noticed'],
  )
})

t.test('a test of another folder that takes longer than the budget is reported and not used', async t => {
  const { outcomes, broken, tooLong } = await run([mutant('age >= adult', 'age > adult')], { budgetMs: 1000 })
  t.same(tooLong, ['elsewhere/endless.test.ts'])
  t.match(broken, [{ file: 'functions/broken.test.ts' }])
  t.match(outcomes, [{ status: 'survived', tests: ['functions/limits.test.ts'] }])
})

t.test('a failed assertion counts as noticed, whatever the test does afterwards', async t => {
  const { outcomes } = await run([mutant('() => 1', '() => undefined')], { patienceMs: 20_000 })
  t.match(outcomes, [{ status: 'noticed', tests: ['functions/hang.test.ts'] }])
})

// Enough for a program that starts on a busy machine.
const budgetMs = 60_000

t.test('changes of a program that a test starts are tried in its process', async t => {
  const { outcomes } = await run(
    [mutant('1 + 2', '1 - 2'), mutant('process.argv.length > 2', 'false'), mutant('process.argv.length > 2', 'true')],
    { budgetMs, tests: ['functions/program.test.ts', 'functions/limits.test.ts'] },
  )
  t.match(outcomes, [
    { status: 'noticed', tests: ['functions/program.test.ts'] },
    { status: 'survived', tests: ['functions/program.test.ts'] },
    { status: 'noticed' },
  ])
})

t.test(
  'a change of a program is tried with each test that reaches it, also in a program of an earlier test',
  async t => {
    const options = { budgetMs, tests: ['functions/asked.test.ts'] }
    const { outcomes } = await run([mutant('number * 2', 'number / 2')], options)
    t.match(outcomes, [{ status: 'noticed', tests: ['functions/asked.test.ts'] }])
  },
)

t.test('a stopped run rejects and leaves no process, whatever its processes are doing', async t => {
  const stop = new AbortController()
  const processes = () => process.getActiveResourcesInfo().filter(name => name === 'ProcessWrap').length
  const before = processes()
  const whileCounting = { signal: stop.signal, onCounted: () => stop.abort(new Error('Enough.')) }
  await t.rejects(run([mutant('true', 'false')], whileCounting), { message: 'Enough.' })
  t.equal(processes(), before)

  const later = new AbortController()
  const survivors = Array<Mutant>(20).fill(mutant('age >= adult', 'age > adult'))
  let reported = 0
  const onOutcome = () => {
    reported += 1
    later.abort(new Error('Enough.'))
  }
  const whileTrying = { jobs: 2, signal: later.signal, onOutcome }
  await t.rejects(run(survivors, whileTrying), { message: 'Enough.' })
  t.equal(reported, 1, 'later outcomes of the other process are not reported')
  t.equal(processes(), before)
})

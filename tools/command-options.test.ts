import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Command, CommanderError } from 'commander'
import t from 'tap'

const modules = {
  bench: () => import('./bench.ts'),
  compare: () => import('./compare.ts'),
  cost: () => import('./cost.ts'),
  demo: () => import('./demo.ts'),
  deploy: () => import('./deploy.ts'),
  destroy: () => import('./destroy.ts'),
  evidence: () => import('./evidence.ts'),
  local: () => import('./local.ts'),
  measure: () => import('./measure.ts'),
  mutants: () => import('./mutants.ts'),
  nfs: () => import('./nfs.ts'),
  package: () => import('./package.ts'),
  plan: () => import('./plan.ts'),
  preflight: () => import('./preflight.ts'),
  replay: () => import('./replay.ts'),
  summary: () => import('./summary.ts'),
  test: () => import('./test.ts'),
  'train-model': () => import('./train-model.ts'),
  verify: () => import('./verify.ts'),
}

type Name = keyof typeof modules

/** Returns the command of a file of tools/: the file is started, and its command line is not parsed yet. */
async function commandOf(name: Name): Promise<Command> {
  let made: Command | undefined
  const { parse } = Command.prototype
  const { argv, exitCode } = process
  Command.prototype.parse = function (this: Command) {
    made = this
    throw new CommanderError(0, 'taken', '')
  }
  process.argv = [process.execPath, fileURLToPath(new URL(`${name}.ts`, import.meta.url))]
  try {
    await modules[name]()
  } finally {
    Command.prototype.parse = parse
    process.argv = argv
    process.exitCode = exitCode
  }
  return made!.configureOutput({ writeErr: () => {} })
}

const commands = new Map<Name, Command>()
for (const name of Object.keys(modules) as Name[]) commands.set(name, await commandOf(name))

/** Parses a command line as the command does. Returns the options that were given, or the error. */
function parsed(name: Name, ...words: string[]): object {
  const command = commands.get(name)!
  const { opts } = command
  const before = { ...opts.call(command) }
  try {
    const after = command.parse(words, { from: 'user' }).opts()
    return Object.fromEntries(Object.entries(after).filter(([member, value]) => before[member] !== value))
  } catch (error) {
    return error as object
  }
}

/** The options of a command: `--seed <number> = 1`. */
function optionsOf(name: Name): string[] {
  return commands.get(name)!.options.map(({ flags, defaultValue, argChoices }) => {
    const choices = argChoices ? ` ${argChoices.join('|')}` : ''
    const repository = fileURLToPath(new URL('..', import.meta.url))
    const value = typeof defaultValue === 'string' ? defaultValue.replace(repository, '') : defaultValue
    return `${flags}${choices}${value === undefined ? '' : ` = ${value}`}`
  })
}

const place = ['--prefix <prefix>', '--region <region>']
const network = ['--s3-connection-mibps <number>', '--lambda-network <network> none|published']
const processors = availableParallelism()

t.test('each command has the options that documents, workflows and people type, with their defaults', async t => {
  const expected: Record<Name, string[]> = {
    bench: [
      ...['--processes <number> = 9', '--rounds <number> = 3', '--large-bytes <number> = 104857600'],
      ...['--ingest-bytes <number> = 1073741824', '--model-mebibytes <list> = 100,300,900', '--json'],
    ],
    compare: [
      ...['--target <target> local|aws = local', '--quick', '--store <list>', '--sizes <list>', '--burst <list>'],
      ...['--deployments <number> = 1', '--memory <mb> = 3008', ...place, '--role-arn <arn>', '--seed <number> = 1'],
      ...['--from <file>', '--output <folder> = .build/comparison', '--efs-mounts <dirs>'],
      ...['--efs-simulation <sentence>', ...network],
    ],
    cost: [
      ...['--run <folder>', '--hours <n> = 2', '--margin <n> = 2', '--efs-gb <n> = 1', '--s3-gb <n> = 1'],
      ...['--predictions-per-day <n> = 1000', '--cold-percent <n> = 5', '--ingests-per-day <n> = 10'],
      ...['--ingest-mb <n> = 10', '--log-days <n> = 14', '--json', '--markdown', '--write <file>'],
    ],
    demo: [
      ...['--target <target> local|aws = local', '--quick', '--verbose', '--keep', ...place, '--role-arn <arn>'],
      ...['--parameter <name=value>', '--seed <number> = 1', '--efs-mounts <dirs>', ...network],
    ],
    deploy: [
      ...[...place, '--architecture <name>', '--platform <name>', '--role-arn <arn>', '--parameter <name=value>'],
      ...['--verbose', '--json'],
    ],
    destroy: [...place, '--role-arn <arn>', '--dry-run', '--stale-after <hours>', '--verbose', '--json'],
    evidence: [...place, '--run <file> = .build/run.json', '--undisturbed'],
    local: [
      ...['--port <number> = 0', '--region <region> = us-east-1', '--isolation <isolation> auto|none'],
      ...['--efs-mounts <dirs>', ...network, '--deploy', '--verbose', '--watch', '--json', '--page-port <number> = 0'],
    ],
    measure: [
      ...[...place, '--samples <size> full|quick = full', '--quick', '--seed <number> = 1'],
      ...['--output <file> = .build/run.json', '--json'],
    ],
    mutants: [
      ...['--sample <number>', '--seed <text> = lambda-efs', '--budget <seconds> = 8', '--tests <paths...>'],
      ...[`-j, --jobs <number> = ${2 * processors + 1}`, '--json <file>', '--continue <json>', '--explained'],
      '--at-least <percent>',
    ],
    nfs: [
      ...['-n, --name <pattern>', '--backend <back-end> kernel|uml', '--suite-only', '--demo-only'],
      ...['--compare <arguments>', '--disk <MiB> = 4096', '--memory <MiB> = 3072', '--timeout <seconds> = 3600'],
      ...['--json', '--list'],
    ],
    package: [
      ...['--out-dir <folder> = .build', '--templates-dir <folder> = cloudformation', '--platform <name>'],
      ...['--architecture <name>', '--bucket <name>', '--region <region>', '--json'],
    ],
    plan: ['--sizes <list> = 1,10,100,200,400,1000', '--output <folder> = .build/plan', '--json'],
    preflight: [
      ...[...place, '--architecture <name>', '--platform <name>', '--role-arn <arn>', '--parameter <name=value>'],
      ...['--vpc-quota <n>', '--policy', '--json'],
    ],
    replay: [...place, '--dry-run', '--json'],
    summary: ['--bundle <folder>', '--without-aws'],
    test: ['--all', '--rest', '-n, --name <pattern>', `-j, --jobs <number> = ${processors + 1}`, '--list'],
    'train-model': [
      ...['--seed <number> = 1', '--output-dir <folder> = tools/model', '--epochs <number> = 20'],
      ...['--bytes <number>', '--output <file>'],
    ],
    verify: [
      ...[...place, '--run <file> = .build/run.json', '--only <ids...>', '--full', '--undisturbed'],
      ...['--json', '--write <file>'],
    ],
  }
  for (const name of commands.keys()) t.same(optionsOf(name), expected[name], name)
})

t.test('a number is taken at the edges of its range, and refused beyond them', async t => {
  const misused = { code: 'MISUSED' }
  const invalid = { code: 'commander.invalidArgument' }
  const numbers: [name: Name, option: string, good: Record<string, unknown>, bad: string[], refusal: object][] = [
    ['bench', '--rounds', { '1': 1, '9999999999': 9_999_999_999 }, ['0', '01', '1.5', '-1', '10000000000'], misused],
    ['bench', '--model-mebibytes', { '1,20': [1, 20] }, ['', '1,', '0'], misused],
    ['compare', '--memory', { '128': 128 }, ['0', '', '1.5', 'x', '1,2'], misused],
    ['compare', '--deployments', { '2': 2 }, ['0', '1,2'], misused],
    ['compare', '--burst', { '2,4,2': [2, 4] }, ['0', '2,'], misused],
    ['compare', '--sizes', { '5': [5] }, ['0'], misused],
    ['compare', '--store', { 's3,efs': ['s3', 'efs'] }, ['', 'nfs'], misused],
    ['compare', '--s3-connection-mibps', { '0.5': 0.5 }, ['0', 'x'], misused],
    ['cost', '--hours', { '0': 0, '1.5': 1.5 }, ['', ' ', '-1', 'x', 'Infinity'], misused],
    ['demo', '--s3-connection-mibps', { '12': 12 }, ['0', '-1', 'x'], misused],
    ['destroy', '--stale-after', { '0': 0, '1.5': 1.5 }, ['', ' ', '-1', 'x', 'Infinity'], invalid],
    ['mutants', '--sample', { '0': 0, '1': 1 }, ['-1', '1.5', 'x'], invalid],
    ['mutants', '--jobs', { '1': 1 }, ['0', '-1', '1.5'], invalid],
    ['nfs', '--disk', { '1': 1 }, ['0', '1.5'], invalid],
    ['plan', '--sizes', { '1,2': [1, 2] }, ['0'], misused],
    ['preflight', '--vpc-quota', { '0': 0, '12': 12 }, ['', '-1', '1.5', 'x'], misused],
    ['test', '--jobs', { '1': 1 }, ['0', '1.5'], invalid],
    ['train-model', '--seed', { '0': 0, '999999999999999': 999_999_999_999_999 }, ['', '-1', '1.5', '1e3'], misused],
  ]
  for (const [name, option, good, bad, refusal] of numbers) {
    for (const [text, value] of Object.entries(good)) {
      t.same(Object.values(parsed(name, `${option}=${text}`)), [value], `${name} ${option} ${text}`)
    }
    for (const text of bad) t.match(parsed(name, `${option}=${text}`), refusal, `${name} ${option} '${text}'`)
  }
})

t.test('a misused option says what it takes', async t => {
  for (const [name, words, message] of [
    ['bench', ['--rounds=0'], "--rounds takes a whole number above 0, got '0'."],
    ['compare', ['--deployments=1,2'], "--deployments takes one number, got '1,2'."],
    ['cost', ['--hours=-1'], "A number from 0 on is needed, got '-1'."],
    ['destroy', ['--stale-after=-1'], /It takes a number of hours, 0 or more\.$/],
    ['mutants', ['--sample=-1'], /It takes a whole number, 0 or more\.$/],
    ['mutants', ['--jobs=0'], /It takes a whole number, 1 or more\.$/],
    ['preflight', ['--vpc-quota=x'], "A whole number is needed, got 'x'."],
    ['train-model', ['--epochs=x'], "--epochs takes a whole number, got 'x'."],
    ['nfs', ['--suite-only', '--demo-only'], /'--suite-only' cannot be used with option '--demo-only'/],
    ['nfs', ['--compare=a', '--demo-only'], /'--compare <arguments>' cannot be used with option '--demo-only'/],
    ['nfs', ['--compare=a', '--suite-only'], /'--compare <arguments>' cannot be used with option '--suite-only'/],
  ] as const) {
    t.match(parsed(name, ...words), { message }, words.join(' '))
  }
  for (const name of ['demo', 'deploy', 'preflight'] as const) {
    t.match(parsed(name, '--parameter', 'A=1', '--parameter', 'B=2=3'), { parameter: { A: '1', B: '2=3' } })
    t.match(parsed(name, '--parameter', 'A'), { code: 'MISUSED' })
  }
})

t.test('a command is described as it is typed, by npm', async t => {
  for (const [name, command] of commands) {
    t.equal(command.name(), name === 'test' ? 'npm test --' : `npm run ${name} --`)
    t.match(command.description(), /^[A-Z][^]+\.$/)
    for (const { flags, description } of command.options) t.ok(description.length > 3, `${name} ${flags}`)
  }
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command, Option } from 'commander'
import { CannotRunHere, CommandError } from './command/command-error.ts'
import { pattern, positive } from './command/option-value.ts'
import { runCommand } from './command/run-command.ts'
import { limitedClients } from './nfs-lab/client-network.ts'
import { mountOptions } from './nfs-lab/clients.ts'
import type { CompareJob } from './nfs-lab/job.ts'
import { runLab } from './nfs-lab/lab.ts'
import { LabMessages } from './nfs-lab/lab-messages.ts'
import { labClients } from './nfs-lab/lab-description.ts'
import { type BackEndName, chooseBackEnd, lookAtMachine } from './nfs-lab/machine.ts'
import { observations, type Row } from './nfs-lab/observation.ts'
import { type LabReport, reportLines, serverName, verdictCounts } from './nfs-lab/report.ts'
import { commandLine } from './testing/command-line.ts'
import { compileTests } from './testing/compile-tests.ts'
import { count } from './testing/outcome-lines.ts'
import { makeRunFolder } from './testing/run-folder.ts'
import { testFiles } from './testing/test-files.ts'

interface Options {
  readonly name?: string
  readonly backend?: BackEndName
  readonly suiteOnly?: boolean
  readonly demoOnly?: boolean
  readonly compare?: string
  readonly disk: number
  readonly memory: number
  readonly timeout: number
  readonly json?: boolean
  readonly list?: boolean
}

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run nfs --')
  .description(
    'Starts an NFSv4.1 server with three clients as EFS has them, runs the tests for it (x.nfs.test.ts) in these ' +
      'folders and files (default: all, and then the quick demo), and prints the observations. Needs root, and either a ' +
      'kernel with NFS or User Mode Linux.',
  )
  .argument('[paths...]', 'folders, or test files')
  .option('-n, --name <pattern>', 'only the tests whose title matches this regular expression', pattern)
  .addOption(
    new Option(
      '--backend <back-end>',
      'the kernel with NFS: of the machine, or of User Mode Linux (default: the one that works)',
    ).choices(['kernel', 'uml']),
  )
  .addOption(new Option('--suite-only', 'the tests without the demo').conflicts('demoOnly'))
  .option('--demo-only', 'the demo without the tests')
  .addOption(
    new Option(
      '--compare <arguments>',
      'in place of tests and demo: npm run compare with these arguments, with EFS on the mounts; with --lambda-network ' +
        "published among them, the clients' network has the same limit",
    ).conflicts(['demoOnly', 'suiteOnly']),
  )
  .option('--disk <MiB>', "the server's disk; it takes from the machine's only what is written", positive, 4096)
  .option('--memory <MiB>', 'of User Mode Linux', positive, 3072)
  .option('--timeout <seconds>', 'for all of it', positive, 3600)
  .option('--json', 'print one JSON document in place of the table')
  .option('--list', 'list the files, and run nothing')

await runCommand<Options>(import.meta.url, command, async (options, { operands, progress, signal }) => {
  const start = performance.now()
  const { name, timeout, json } = options
  const files = options.demoOnly || options.compare !== undefined ? [] : await testFiles(repository, operands, ['nfs'])
  if (options.list) return console.log(files.join('\n'))
  const backEnd = await requireBackEnd(options.backend)
  const late = AbortSignal.timeout(timeout * 1000)
  const compare = options.compare === undefined ? undefined : compareOverMounts(options.compare)
  const partial = options.suiteOnly || operands.length > 0 || name !== undefined
  const demo = compare || partial ? undefined : demoOverMounts()

  progress.step(`Compiling ${count(files.length, 'test file')}`)
  await using folder = await makeRunFolder(repository)
  const compiled = await compileTests(repository, files, join(folder.path, 'js'))
  const record = join(folder.path, 'record.ndjson')
  writeFileSync(record, '')

  progress.step(backEnd === 'uml' ? 'Booting User Mode Linux' : "Starting the lab with the kernel's own NFS")
  const messages = new LabMessages(progress, name !== undefined)
  const { lastOutput } = await runLab(
    {
      repository,
      backEnd,
      diskMiB: options.disk,
      memoryMiB: options.memory,
      compiled,
      fixtures: folder.path,
      ...(name !== undefined && { name }),
      ...(demo && { demo }),
      ...(compare && { compare }),
      signal: AbortSignal.any([signal, late]),
      onMessage: message => messages.receive(message),
    },
    record,
  ).catch((error: unknown) => {
    if (signal.aborted || !late.aborted) throw error
    throw new CommandError('NFS_LAB_TAKES_LONG', `It did not finish within ${timeout} s.`, {
      nextStep: 'Give it more with --timeout, or fewer tests.',
    })
  })
  const { up, failed, outcomes } = messages
  if (!up || failed !== undefined || lastOutput !== undefined) {
    throw new CommandError('NFS_LAB_FAILED', `The lab ended too early: ${failed ?? lastOutput}`)
  }
  const rows = readFileSync(record, 'utf8').split('\n').filter(Boolean)
  const report: LabReport = {
    server: serverName,
    kernel: up.kernel,
    backEnd,
    mountOptions,
    bringUpSeconds: up.seconds,
    seconds: (performance.now() - start) / 1000,
    observations: observations(
      rows.map(row => JSON.parse(row) as Row),
      outcomes,
    ),
    files: outcomes.map(({ output: _, passed: __, ...outcome }) => outcome),
    ...(messages.demo && { demo: messages.demo }),
    ...(messages.compare && { compare: messages.compare }),
  }
  console.log(json ? JSON.stringify(report, null, 2) : `\n${reportLines(report).join('\n')}`)
  progress.step(`${verdictCounts(report.observations)}, ${report.seconds.toFixed(0)} s`)
  requireHeld(report, name)
})

async function requireBackEnd(forced: BackEndName | undefined): Promise<BackEndName> {
  const choice = chooseBackEnd(await lookAtMachine(), forced)
  if ('backEnd' in choice) return choice.backEnd
  throw new CannotRunHere(choice.reason, { nextStep: choice.nextStep })
}

/** The command line of the demo, with the three mounts as its EFS. */
function demoOverMounts(): string[] {
  return commandLine('demo', '--quick', '--efs-mounts', allMounts())
}

function compareOverMounts(options: string): CompareJob {
  const words = options.split(' ').filter(Boolean)
  const limited = words.some((word, at) => word === '--lambda-network' && words[at + 1] === 'published')
  const simulation = limited ? ['--efs-simulation', limitedClients] : []
  return { words: commandLine('compare', ...words, '--efs-mounts', allMounts(), ...simulation), limited }
}

function allMounts(): string {
  return labClients()
    .map(({ mountPath }) => mountPath)
    .join(',')
}

function requireHeld({ files, demo, compare, observations }: LabReport, name: string | undefined): void {
  if (compare?.ok === false) throw new CommandError('NOT_HELD', 'The comparison over NFS failed; its output is above.')
  const failedFiles = files.filter(({ ok }) => !ok).map(({ file }) => file)
  const refuted = demo?.criteria.filter(({ verdict }) => verdict === 'did not hold').map(({ id }) => `criterion ${id}`)
  if (demo?.criteria.length === 0) refuted!.push('the demo')
  if (failedFiles.length > 0 || refuted?.length) {
    throw new CommandError('NOT_HELD', `On NFS this did not hold: ${[...failedFiles, ...(refuted ?? [])].join(', ')}`, {
      nextStep: `npm run nfs -- ${failedFiles.length > 0 ? failedFiles.slice(0, 3).join(' ') : '--demo-only'}`,
    })
  }
  if (name !== undefined && observations.length === 0) {
    throw new CommandError('NO_TESTS', `No test for NFS has a name that matches ${name}.`)
  }
}

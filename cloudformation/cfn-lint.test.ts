import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { templateFiles } from './read-template.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const lint = (files: string[]) =>
  spawnSync('cfn-lint', ['--include-checks', 'I', '--format', 'parseable', '--', ...files], {
    cwd: folder,
    encoding: 'utf8',
  })
// cfn-lint is a Python program, which this project does not ask for: without it CloudFormation's own checks remain.
const missing = spawnSync('cfn-lint', ['--version']).error !== undefined
const skip = missing && 'cfn-lint is not on the PATH; to run this test: pip install cfn-lint'

// Two starts of a Python program with all resource schemas, on a machine that may be busy.
t.setTimeout(120_000)

t.test('cfn-lint finds nothing in the templates as CloudFormation gets them', { skip }, async t => {
  // The packager's output: the nested templates' file names are S3 URLs.
  const main = readFileSync(join(folder, 'main.yaml'), 'utf8').replace(
    /TemplateURL: (\S+)/g,
    'TemplateURL: https://s3.eu-central-1.amazonaws.com/artifacts/$1',
  )
  const packaged = t.testdir({ 'main.yaml': main })
  const { stdout, status } = lint([join(packaged, 'main.yaml'), ...templateFiles.filter(file => file !== 'main.yaml')])
  t.equal(stdout, '')
  t.equal(status, 0)
})

// Here it follows TemplateURL and checks the parameters and outputs between the stacks as well.
t.test('cfn-lint finds main.yaml sound but for its being unpackaged', { skip }, async t => {
  const { stdout } = lint(['main.yaml'])
  const findings = stdout
    .split('\n')
    .filter(line => line && !line.includes(":W3002:This code may only work with 'package'"))
  t.same(findings, [])
})

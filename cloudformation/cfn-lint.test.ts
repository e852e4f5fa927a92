import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { lint, withoutLint as skip } from './cfn-lint-fixture.ts'
import { templateFiles } from './read-template.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
// Two starts of a Python program with all resource schemas, on a machine that may be busy.
t.setTimeout(600_000)

t.test('cfn-lint finds nothing in the templates', { skip }, async t => {
  const { stdout, code } = await lint(...templateFiles)
  t.equal(stdout, '')
  t.equal(code, 0)
})

t.test('cfn-lint finds the parameters and outputs between the stacks sound', { skip }, async t => {
  // It follows a TemplateURL that is a file name; W3002 says that such a template must be packaged first.
  const main = readFileSync(join(folder, 'main.yaml'), 'utf8').replace(
    /TemplateURL: .*\/templates\/(\w+\.yaml)'/g,
    `TemplateURL: ${folder}$1`,
  )
  const { stdout } = await lint(join(t.testdir({ 'main.yaml': main }), 'main.yaml'))
  t.match(stdout, /:W3002:/)
  t.same(
    stdout.split('\n').filter(line => line && !line.includes(':W3002:')),
    [],
  )
})

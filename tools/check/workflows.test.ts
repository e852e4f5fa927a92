import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { workflowFindings } from './workflow-rules.ts'
import { checkWorkflows } from './workflows.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

const intact = `name: intact
on: push
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read # checkout
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - run: npm ci
      - run: npm run deploy -- --prefix "$PREFIX"
        env:
          PREFIX: \${{ github.repository_id }}
`

t.test('the workflows of this repository pass', async t => {
  const { passed, output } = await checkWorkflows(repository)
  t.ok(passed, output)
})

t.test('a workflow that keeps the rules has no findings', t => {
  t.same(workflowFindings('intact.yml', intact), [])
  t.end()
})

const sabotages: readonly [from: string, to: string, line: number, says: RegExp][] = [
  ['permissions: {}\n', '', 1, /needs `permissions: {}` at its top/],
  ['permissions: {}', 'permissions:\n  contents: write', 1, /needs `permissions: {}` at its top/],
  ['    timeout-minutes: 10\n', '', 5, /no timeout-minutes/],
  ['    permissions:\n      contents: read # checkout\n', '', 5, /declares no permissions/],
  [' # checkout', '', 9, /No comment says why build is granted contents: read/],
  ['@3d3c42e5aac5ba805825da76410c181273ba90b1', '@v7', 11, /not pinned by a commit/],
  ['@3d3c42e5aac5ba805825da76410c181273ba90b1', '@3d3c42e', 11, /not pinned by a commit/],
  [' # v7.0.1', '', 11, /No comment beside .* gives its version/],
  [' # v7.0.1', ' # v7', 11, /No comment beside .* gives its version/],
  ['run: npm ci', 'run: ./deploy.sh', 12, /nothing else: .\/deploy.sh/],
  ['run: npm ci', 'run: npm ci; curl example.org', 12, /nothing else/],
  ['run: npm ci', 'run: npm run deploy -- --prefix a && rm -r b', 12, /nothing else/],
  ['run: npm ci', 'run: npm run deploy -- $(id)', 12, /nothing else/],
  ['run: npm ci', 'run: sudo apt-get install -y a; curl example.org', 12, /nothing else/],
  ['run: npm ci', 'run: sudo npm run nfs', 12, /nothing else/],
  ['"$PREFIX"', '${{ inputs.prefix }}', 13, /lets others write the command/],
  ['jobs:', 'jobs: [', 4, /./],
]
for (const [from, to, line, says] of sabotages) {
  t.test(`"${to.trim()}" in place of "${from.trim()}" is found`, t => {
    const broken = intact.replace(from, to)
    t.not(broken, intact)
    const findings = workflowFindings('broken.yml', broken)
    t.ok(
      findings.some(finding => says.test(finding.sentence)),
      JSON.stringify(findings),
    )
    if (line !== 4)
      t.ok(
        findings.some(finding => finding.line === line),
        JSON.stringify(findings),
      )
    t.end()
  })
}

t.test('findings of actionlint are reported with their place, in whichever workflow they are', async t => {
  const folder = await withWorkflow(t, intact.replace('ubuntu-24.04', 'ubuntu-9.04'))
  const { passed, output } = await checkWorkflows(folder)
  t.notOk(passed)
  t.match(output, /broken\.yml:6:14 label "ubuntu-9.04" is unknown/)
})

t.test('findings of our own rules are reported as path, line and sentence', async t => {
  const folder = await withWorkflow(t, intact.replace(' # checkout', ''))
  t.match(await checkWorkflows(folder), { passed: false, output: '.github/workflows/broken.yml:9: No comment says' })
})

async function withWorkflow(t: Test, text: string): Promise<string> {
  const folder = t.testdir()
  await mkdir(join(folder, '.github/workflows'), { recursive: true })
  for (const [name, content] of Object.entries({ 'a.yml': intact, 'broken.yml': text, 'z.yaml': intact })) {
    await writeFile(join(folder, '.github/workflows', name), content)
  }
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

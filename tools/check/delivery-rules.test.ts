import { readFileSync } from 'node:fs'
import t from 'tap'
import { deliveryFindings } from './delivery-rules.ts'
import { uploadedFiles } from './upload-path.ts'

const read = (name: string) => readFileSync(new URL(`../../.github/workflows/${name}`, import.meta.url), 'utf8')

t.test('the workflows keep the rules', t => {
  for (const name of ['check.yml', 'clean-up.yml', 'deploy-and-measure.yml']) {
    t.same(deliveryFindings(`.github/workflows/${name}`, read(name)), [], name)
  }
  t.end()
})

type Mutation = readonly [from: string | RegExp, to: string, says: RegExp]

const onAws: readonly Mutation[] = [
  [/ {4}environment: aws.*\n/, '', /only jobs in the environments aws and aws-remove/],
  [/ {4}environment: aws.*\n/, '    environment: production\n', /only jobs in the environments aws/],
  [/ {6}id-token: write.*\n/, '', /no token for AWS/],
  ['id-token: write', 'id-token: none', /no token for AWS/],
  ['role-duration-seconds: 7200', 'role-duration-seconds: 43200', /at most the MaxSessionDuration of the role, 7200/],
  [/ {10}role-duration-seconds: 7200\n/, '', /role-duration-seconds/],
  [/role-duration-seconds: 7200/, 'role-duration-seconds: 3600', /at least its timeout-minutes/],
  [/\nconcurrency:\n(?: {2}.*\n)+/, '\n', /need a concurrency group/],
  ['cancel-in-progress: false', 'cancel-in-progress: true', /cancel-in-progress: false/],
  [/ {2}cancel-in-progress: false\n/, '', /cancel-in-progress: false/],
  ["vars.AWS_DEPLOY_ROLE_ARN != ''", 'true', /does not ask for AWS_DEPLOY_ROLE_ARN/],
]
const ofABundle: readonly Mutation[] = [
  [/ {6}- name: Upload the (?:.*\n)(?: {8}.*\n)+/, '', /uploads the bundle of the run/],
  ['            evidence/*/\n', '            evidence/example/\n', /uploads the bundle of the run/],
  ['            evidence/*/\n', '            evidance/*/\n', /uploads the bundle of the run/],
  ['            !evidence/example/\n', '', /nothing else of evidence/],
  [
    /!cancelled\(\) \}\}\n( +)uses: actions\/upload/,
    'success() }}\n$1uses: actions/upload',
    /uploads the bundle of the run/,
  ],
  [
    'if: ${{ !cancelled() }}\n        run: npm run summary',
    'if: false\n        run: npm run summary',
    /runs npm run summary/,
  ],
  ['run: npm run summary\n', 'run: npm run check\n', /runs npm run summary/],
]
const mutations: Readonly<Record<string, readonly Mutation[]>> = {
  'check.yml': [
    ['  pull_request:\n', '  issues:\n', /runs on pull_request/],
    ['  workflow_call:\n', '', /runs on workflow_call/],
    ["github.event_name == 'pull_request' && github.ref || github.run_id", 'github.ref', /cancel each other/],
    ...ofABundle,
  ],
  'deploy-and-measure.yml': [
    [/ {2}push:\n.*\n/, '', /runs on push/],
    ['branches: [main]', "branches: ['**']", /runs on push of .*main/],
    [/ {2}workflow_dispatch:\n(?: {4}.*\n)+/, '', /started by hand/],
    [/ {6}keep:\n(?: {8}.*\n)+/, '', /inputs region, prefix, samples, keep/],
    [/group: aws-.*/, 'group: aws', /One run a prefix/],
    [/group: aws-.*/, 'group: aws-${{ github.run_id }}', /One run a prefix/],
    ['    needs: check\n', '', /needs check/],
    ['    needs: deploy-and-measure\n', '', /teardown needs deploy-and-measure/],
    ['always() && ', '', /condition of teardown/],
    [' && !inputs.keep', '', /condition of teardown/],
    [/ {6}- run: npm run destroy .*\n(?: {8}.*\n)+/, '', /teardown runs npm run destroy/],
    ['- run: npm run destroy', '- run: echo npm run destroy', /teardown runs npm run destroy/],
    ['destroy -- --prefix "$PREFIX" --role-arn "$SERVICE_ROLE_ARN"', '$& || true', /teardown runs npm run destroy/],
    ...onAws,
    ...ofABundle,
  ],
  'clean-up.yml': [
    [/ {2}schedule:\n(?: {4}.*\n)+/, '', /has a schedule/],
    [/ {6}region:\n(?: {8}.*\n)+/, '', /inputs hours, region/],
    [' --stale-after "$HOURS"', '', /stale-after/],
    ...onAws,
  ],
}

for (const [name, table] of Object.entries(mutations)) {
  const intact = read(name)
  for (const [from, to, says] of table) {
    t.test(`${name}: ${from instanceof RegExp ? from.source : from.trim()} → ${to.trim() || 'nothing'}`, t => {
      const mutated = intact.replace(from, to)
      t.not(mutated, intact, 'it is another workflow')
      const found = deliveryFindings(`.github/workflows/${name}`, mutated)
      t.ok(
        found.some(({ sentence }) => says.test(sentence)),
        JSON.stringify(found),
      )
      t.end()
    })
  }
}

t.test('a finding has the line of the nearest part that exists', t => {
  const lineOf = (name: string, from: string | RegExp, to: string, says: RegExp) => {
    const text = read(name).replace(from, to)
    const { line } = deliveryFindings(`.github/workflows/${name}`, text).find(({ sentence }) => says.test(sentence))!
    return text.split('\n')[line - 1]!.trim()
  }
  const deploy = 'deploy-and-measure.yml'
  const condition = /needs\.deploy-and-measure\.result != 'skipped'/
  t.match(lineOf(deploy, 'always() && ', '', /condition of teardown/), condition)
  t.equal(lineOf(deploy, /group: aws-.*/, 'group: aws', /One run a prefix/), 'group: aws')
  t.match(lineOf('clean-up.yml', /schedule:\n(?: {4}.*\n)+/, 'push:\n', /has a schedule/), /^push:/)
  t.equal(lineOf('check.yml', /^on:\n(?: {2}.*\n)+/m, '', /runs on pull_request/), read('check.yml').split('\n')[0])
  t.end()
})

t.test('a file that is no workflow, or a broken one, has no findings of this kind', t => {
  for (const text of ['', 'null', 'on: push', 'a: [', '- 1'])
    t.same(deliveryFindings('.github/workflows/check.yml', text), [], text)
  t.match(deliveryFindings('.github/workflows/deploy-and-measure.yml', 'jobs: {}'), { length: 9 })
  t.end()
})

t.test('only the rules about AWS apply to a workflow of another name', t => {
  t.same(deliveryFindings('.github/workflows/own.yml', read('deploy-and-measure.yml')), [])
  t.same(
    deliveryFindings('.github/workflows/own.yml', 'on: push\njobs:\n  build:\n    steps:\n      - run: npm ci\n'),
    [],
  )
  const found = deliveryFindings(
    '.github/workflows/own.yml',
    read('clean-up.yml').replace('environment: aws-remove', ''),
  )
  t.match(found, [
    { path: '.github/workflows/own.yml', sentence: /only jobs in the environments aws/ },
    { sentence: /has no reviewers/ },
  ])
  t.end()
})

t.test(
  'a removal in an environment that may have reviewers is found, and so is a deployment in one that may not',
  t => {
    for (const name of ['clean-up.yml', 'deploy-and-measure.yml']) {
      const waiting = read(name).replace('environment: aws-remove', 'environment: aws')
      t.match(deliveryFindings(`.github/workflows/${name}`, waiting), [{ sentence: /has no reviewers to wait for/ }])
    }
    const unseen = read('deploy-and-measure.yml').replace('environment: aws\n', 'environment: aws-remove\n')
    t.match(deliveryFindings('.github/workflows/deploy-and-measure.yml', unseen), [
      { sentence: /which nobody reviews/ },
    ])
    t.end()
  },
)

t.test('an upload takes the files of its patterns and leaves out those with !', t => {
  const files = ['a/x.json', 'a/b/y.json', 'c/z.json', 'top.json']
  t.same(uploadedFiles('a/', files), ['a/x.json', 'a/b/y.json'])
  t.same(uploadedFiles('*/', files), ['a/x.json', 'a/b/y.json', 'c/z.json'])
  t.same(uploadedFiles('*/\n!a/\n', files), ['c/z.json'])
  t.same(uploadedFiles('**/y.json', files), ['a/b/y.json'])
  t.same(uploadedFiles('top.json', files), ['top.json'])
  t.same(uploadedFiles('to', files), [])
  t.end()
})

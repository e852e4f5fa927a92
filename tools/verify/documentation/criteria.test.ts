import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import { functionUpdated } from '../../command/function-settled.ts'
import { alteredFunction } from '../altered-function-fixture.ts'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { verifyOtherwise } from '../otherwise-fixture.ts'
import { judge } from '../verify.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { documentationCriteria } from './criteria.ts'

t.setTimeout(600_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, documentationCriteria))

type Id = (typeof documentationCriteria)[number]['id']

t.test('requirement 7', async t => {
  const system = await deployedSystem(t)
  const repository = await copyOfDocuments(t.testdir())
  // One verification for all: whatever does not depend on the documents, such as the commands' own help, is checked
  // once.
  const { verification, unmet } = await verifyOtherwise(system, documentationCriteria, { repository })
  const verdict = (id: Id, of = system) =>
    verdictOf(of, documentationCriteria, id, { repository, observedBy: verification })

  for (const criterion of documentationCriteria) {
    const { id } = criterion
    await t.test(`${id} holds for the documents and the deployed system`, async t => {
      const { status, evidence } = await judge(criterion, verification)
      t.equal(status, 'pass', evidence)
      if (id === '7.2') t.match(evidence, /docs\/permissions\/deploy-policy\.json: \d+ actions in \d+ statements/)
      if (id === '7.1') t.match(evidence, /; --help: .*\bdeploy, .* start and list their options/)
    })
  }

  const sabotages: readonly [id: Id, path: string, from: string | RegExp, to: string, says: RegExp][] = [
    ['7.1', 'docs/deployment.md', '## GitHub Actions', '## GitHub', /no section "GitHub Actions"/],
    ['7.1', 'docs/deployment.md', /^\d+\. /gm, '- ', /It has 0 numbered steps/],
    [
      '7.1',
      'docs/deployment.md',
      /npm run preflight/g,
      'npm run takeoff',
      /does not say npm run preflight.*no script takeoff/s,
    ],
    [
      '7.1',
      'package.json',
      '"node tools/run.mjs measure"',
      '"node tools/run.mjs destroy"',
      /Not every command lists its options: measure/,
    ],
    ['7.2', 'docs/prerequisites.md', /\| `tsx` .*\n/, '', /not those of package.json/],
    ['7.2', 'package.json', '"tap": "21', '"tap": "22', /not those of package.json/],
    ['7.2', 'package.json', '>=20', '>=30', /does not name Node.js >=30/],
    ['7.2', 'docs/prerequisites.md', '### Quotas', '### Others', /no section "Quotas"/],
    ['7.2', 'docs/permissions/deploy-policy.json', 'iam:PassRole', 'iam:ListRoles', /does not allow iam:PassRole/],
    ['7.3', 'docs/api.md', '```json 404', '```json 410', /is documented as 410 and answers 404/],
    ['7.3', 'docs/api.md', '"error": "NOT_FOUND"', '"error": "GONE"', /error is NOT_FOUND, documented GONE/],
    ['7.3', 'docs/api.md', '"status": "exists"', '"status": "kept"', /status is exists, documented kept/],
    ['7.3', 'docs/api.md', '"bytes": 4815,', '', /is documented with .* and answers bytes/],
    ['7.3', 'docs/api.md', /`INVALID_MODEL`/g, '', /does not explain INVALID_MODEL/],
    ['7.3', 'docs/api.md', '```json 201', '```json', /a request without an answer/],
    ['7.4', 'docs/cleanup.md', /npm run destroy/g, 'rm -r', /does not say npm run destroy/],
    ['7.5', 'docs/cost.md', /free tier/g, 'discount', /does not speak of the free tier/],
    ['7.5', 'docs/cost.md', /\*\*\$0\.\d+\*\*/, '**$0.01**', /not what npm run cost computes/],
  ]
  for (const [id, path, from, to, says] of sabotages) {
    await t.test(`${id} fails when ${path} has "${to}" for ${from}`, async t => {
      const file = join(repository, path)
      const intact = await readFile(file, 'utf8')
      const altered = intact.replace(from, to)
      t.not(altered, intact)
      await writeFile(file, altered)
      t.match((await unmet({ id })).join('; '), says)
      await writeFile(file, intact)
    })
  }

  await t.test('7.4 fails when the removal would forget a deployed resource', async t => {
    const { status, evidence } = await verdict('7.4', { ...system, prefix: 'another' })
    t.equal(status, 'fail')
    t.match(evidence, `The plan does not have ${system.outputs.VpcId}`)
  })

  await t.test('7.3 fails when the API does not answer as documented', async t => {
    const producer = await alteredFunction(system, 'producer')
    t.teardown(() => producer.close())
    await producer.alter(`async (event, context) => {
      const answer = await intact(event, context)
      return event.httpMethod ? { ...answer, body: answer.body.replace('"bytes"', '"size"') } : answer
    }`)
    t.match(await verdict('7.3'), { status: 'fail', evidence: /is documented with .*bytes.* and answers .*size/ })
    await producer.restore()
  })

  await t.test('7.3 holds for a broken system only if the page explains its answers', async t => {
    const lambda = new LambdaClient({})
    t.teardown(() => lambda.destroy())
    const { functionName: FunctionName } = system.producer
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [] }))
    await functionUpdated(lambda, FunctionName)
    t.match(await verdict('7.3'), { status: 'pass', evidence: /explains 500 EFS_UNAVAILABLE/ })
    const file = join(repository, 'docs/api.md')
    const intact = await readFile(file, 'utf8')
    await writeFile(file, intact.replace('| 500 | `EFS_UNAVAILABLE` |', '| 500 | `SOMETHING` |'))
    t.equal((await verdict('7.3')).status, 'fail')
    await writeFile(file, intact)
  })
  t.same(await verification.close(), [])

  await t.test('objects that the checks send are removed from the bucket', async t => {
    const s3 = new S3Client({ forcePathStyle: true })
    t.teardown(() => s3.destroy())
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: system.bucketName }))
    t.same(
      Contents.map(({ Key }) => Key).filter(key => /verify|example/.test(key!)),
      [],
    )
  })
})

async function copyOfDocuments(folder: string): Promise<string> {
  for (const path of ['docs', 'package.json']) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await cp(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), join(folder, path), { recursive: true })
  }
  return folder
}

import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { deploy } from '../deploy/deploy.ts'
import { findDeployedSystem } from '../exercise/deployed-system.ts'
import { exercise } from '../exercise/exercise.ts'
import type { Run } from '../measure/run.ts'
import { allCriteria } from '../verify/all-criteria.ts'
import { collectEvidence, composeBundle } from './collect.ts'
import { failedRun } from './example-run-fixture.ts'
import type { Verdict } from './verdicts/verdict.ts'
import type { Verifier, VerifierSubject } from './verdicts/verifier.ts'
import { verifyBundle } from './verify-bundle.ts'

t.setTimeout(600_000)

const verifiedBy = (verify: Verifier['verify']): Verifier => ({ criteria: allCriteria, verify })

t.test('the bundle of a run', async t => {
  const accountId = '210987654321'
  await useLocalAws(t, { accountId })
  await deploy({ prefix: 'lambda-efs', outDir: t.testdir() })
  const system = await findDeployedSystem({ prefix: 'lambda-efs' })
  t.equal(system.accountId, accountId)
  const startedAt = new Date().toISOString()
  const run: Run = {
    target: 'local',
    stackId: system.stackId,
    startedAt,
    quick: true,
    seed: 1,
    command: `npm run demo -- --role-arn arn:aws:iam::${accountId}:role/service`,
    exercise: await exercise(system, { largeBytes: 1 << 20, seed: 1 }),
    // No call succeeded: this run needs its evidence most.
    measurements: { invocations: failedRun().invocations, concurrency: 10, parallelWallMs: 1 },
  }
  // Drawing takes a second or more, so the bundle is composed once for all subtests.
  const composed = composeBundle(system, run)
  const composer = () => composed
  const verdict: Verdict = { id: '1.1', status: 'pass', claim: 'c', evidence: `arn:aws:x::${accountId}:y`, source: 's' }

  await t.test('contains the account in no file, and its names still match each other', async t => {
    const root = t.testdir()
    const notUndone = ['A file of the checks is still there']
    const claim = { ...verdict, id: 'C1' as const }
    const subjects: VerifierSubject[] = []
    const verifier = verifiedBy(async (_system, subject) => {
      subjects.push(subject)
      return Object.assign([verdict, claim], { notUndone })
    })
    const { verdicts } = await collectEvidence(system, run, verifier, { root, composer, undisturbed: true })
    t.match(subjects, [{ undisturbed: true, quick: true }])
    t.same(verdicts.notUndone, notUndone, 'requireCriteria will report it')
    const [runId] = readdirSync(root)
    const folder = `${root}/${runId}`
    const paths = (await verifyBundle(folder)).verified
    t.ok(paths.includes('cloudformation/stacks-2.png'))
    for (const path of paths) t.notOk(readFileSync(`${folder}/${path}`).includes(accountId), path)
    const json = (path: string) => JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'))
    t.match(json('requirements.json'), [{ id: '1.1', status: 'pass', evidence: 'arn:aws:x::111122223333:y' }])
    t.match(json('claims.json'), [{ id: 'C1', status: 'pass', evidence: 'arn:aws:x::111122223333:y' }])
    t.equal(json('requirements.json').length, 1, 'claims are no requirements')
    const page = readFileSync(`${folder}/report.html`, 'utf8')
    t.match(page, /<h2 [^>]*>Claims<\/h2>[^]*<td>C1<\/td>[^]*<h2 [^>]*>Requirements<\/h2>[^]*<td>1\.1<\/td>/)
    const crate = json('ro-crate-metadata.json')['@graph'] as { '@id': string }[]
    for (const path of paths)
      t.ok(
        crate.some(entity => entity['@id'] === path),
        path,
      )
    const { accessPoint } = json('efs/access-point.json')
    t.match(accessPoint, { OwnerId: '111122223333' })
    t.equal(json('lambda/consumer.json').configuration.FileSystemConfigs[0].Arn, accessPoint.AccessPointArn)
    t.match(json('s3/outputs.json'), { target: 'local', runId })
    const report = json('report.json')
    t.ok(Date.parse(report.finishedAt) > Date.parse(startedAt))
    t.ok(Math.abs(report.ingest.s3Event.producerLogMs) < 600_000)
    t.notOk('retries' in report)
    const rows = readFileSync(`${folder}/invocations.ndjson`, 'utf8').trim().split('\n')
    t.equal(rows.length, run.measurements.invocations.length)
    t.match(report, {
      provenance: { command: /arn:aws:iam::111122223333:role.service/, templatesDeployed: { equalWorkingTree: true } },
      ingest: {
        created: { status: 'created' },
        repeated: { status: 'exists' },
        s3Event: { key: 'models/digits.onnx', producerLogMs: Number },
        large: { bytes: 1 << 20, maxMemoryMiB: Number },
      },
      predict: { predicted: 7, label: 7, missing: { statusCode: 404 } },
      schemaVersion: 1,
      runId,
      target: 'local',
      startedAt,
      quick: true,
      sharedState: { equal: true, producerSha256: run.exercise.inputSha256.given },
      coldStart: { samples: 0, discarded: 10, clientMs: null },
      discardedBecause: { cold: { 'connect ECONNREFUSED': 10 } },
    })
  })

  await t.test('is written even if the verification breaks off, and every criterion fails in it', async t => {
    const root = t.testdir()
    const verifier = verifiedBy(async () => {
      throw new Error('It broke.')
    })
    await t.rejects(collectEvidence(system, run, verifier, { root, composer }), { message: 'It broke.' })
    const [runId] = readdirSync(root)
    const verdicts = JSON.parse(readFileSync(`${root}/${runId}/requirements.json`, 'utf8')) as Verdict[]
    t.same(
      verdicts.map(({ id }) => id),
      allCriteria.map(({ id }) => id),
    )
    t.ok(verdicts.every(({ status, evidence }) => status === 'fail' && evidence.includes('It broke.')))
  })

  await t.test('is not written after Ctrl-C', async t => {
    const root = t.testdir()
    const abort = new AbortController()
    const verifier = verifiedBy(async () => {
      abort.abort()
      throw abort.signal.reason
    })
    await t.rejects(collectEvidence(system, run, verifier, { root, composer, signal: abort.signal }), {
      name: 'AbortError',
    })
    t.same(readdirSync(root), [])
  })
})

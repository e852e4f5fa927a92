import { readFile } from 'node:fs/promises'
import { AuthorizeSecurityGroupIngressCommand, EC2Client, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2'
import { DeleteAccessPointCommand, EFSClient } from '@aws-sdk/client-efs'
import { LambdaClient, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import t from 'tap'
import type { BundleFile } from '../../evidence/bundle.ts'
import { composeBundle } from '../../evidence/collect.ts'
import { recordRun } from '../../evidence/record-run.ts'
import { ApiClient } from '../../exercise/api-client.ts'
import { digitSamples, modelFile } from '../../exercise/digits.ts'
import { demonstrate } from '../../measure/demonstrate.ts'
import type { Invocation } from '../../measure/invocation.ts'
import { predictOnce } from '../../measure/predict-once.ts'
import type { Run } from '../../measure/run.ts'
import { deployedSystem, sharedObserver, verdictOf } from '../deployed-fixture.ts'
import { mustBeOnThePage } from '../requirements-page-fixture.ts'
import { demonstrationCriteria } from './criteria.ts'

t.setTimeout(600_000)

t.test('docs/requirements.md has each criterion', async t => mustBeOnThePage(t, demonstrationCriteria))

t.test('requirement 6', async t => {
  const system = await deployedSystem(t)
  const intact = await demonstrate(system, { quick: true, seed: 1, command: 'the test' })
  const { files } = await composeBundle(system, intact)
  const s3 = new S3Client({ forcePathStyle: true })
  t.teardown(() => s3.destroy())
  const observedBy = await sharedObserver(t, system)
  const judge = (id: (typeof demonstrationCriteria)[number]['id'], run: Run = intact, bundle = files) =>
    verdictOf(system, demonstrationCriteria, id, { run, bundle, patienceMs: 2000, observedBy })

  for (const { id } of demonstrationCriteria) {
    await t.test(`${id} holds for a demonstration of the deployed system`, async t => {
      const { status, evidence } = await judge(id)
      t.equal(status, 'pass', evidence)
      const captured = /^the run: POST \/ingest: 201 \{.*"status":"created".*\}, request [0-9a-f-]{36};/
      if (id === '6.1') t.match(evidence, captured)
    })
  }

  await t.test('no criterion of requirement 6 holds without a demonstration', async t => {
    for (const { id } of demonstrationCriteria) {
      const verdict = await verdictOf(system, demonstrationCriteria, id, { runFailure: 'It broke.' })
      t.match(verdict, { status: 'fail', evidence: /It broke/ }, id)
    }
  })

  const sabotagedRuns: Record<string, [ids: string[], alter: (run: Run) => void, says: string]> = {
    'the Producer answered 200': [['6.1'], run => (answer(run, 'ingest').statusCode = 200), 'answered 200, not 201'],
    'the call never came to the Producer': [
      ['6.1', '6.3'],
      run => (answer(run, 'ingest').requestId = '00000000-0000-4000-8000-000000000000'),
      'in vain',
    ],
    'another file was predicted': [
      ['6.2'],
      run => (answer(run, 'predict').body.fileId = 'another'),
      'The Consumer was asked for another',
    ],
    'the Consumer read other bytes': [
      ['6.3'],
      run => (answer(run, 'predict').body.inputSha256 = 'f00'),
      'the Consumer read f00',
    ],
    'cold calls were warm': [
      ['6.4'],
      run => rows(run, 'cold').forEach(row => Object.assign(row, { coldStart: false })),
      'A call that counts as cold had no initialisation',
    ],
    'a time that Lambda did not report': [
      ['6.4'],
      run =>
        Object.assign(
          rows(run, 'warm').find(({ kept }) => kept)!,
          { durationMs: 0.001 },
        ),
      'Lambda reports other times of 1 calls',
    ],
    'nine calls at once': [['6.5'], run => (run.measurements.invocations as Invocation[]).pop(), 'There were 9 calls'],
    'one of the calls failed': [
      ['6.5'],
      run => Object.assign(rows(run, 'parallel')[3]!, { statusCode: 429 }),
      '1 calls failed: 429',
    ],
    'one read another model': [
      ['6.5'],
      run => Object.assign(rows(run, 'parallel')[9]!, { modelSha256: 'f00' }),
      'did not all read the model',
    ],
  }
  for (const [what, [ids, alter, says]] of Object.entries(sabotagedRuns)) {
    await t.test(`${ids.join(', ')} fails for a run in which ${what}`, async t => {
      const run = structuredClone(intact)
      alter(run)
      for (const id of ids) t.match(await judge(id as '6.1', run), { status: 'fail', evidence: new RegExp(says) })
    })
  }

  await t.test('6.4 allows a late log of one cold call, but not of many', async t => {
    for (const [late, status] of [
      [1, 'pass'],
      [10, 'fail'],
    ] as const) {
      const run = structuredClone(intact)
      const counted = [...rows(run, 'cold'), ...rows(run, 'warm')].filter(({ kept }) => kept)
      for (const row of counted.slice(0, late)) {
        for (const name of ['durationMs', 'billedDurationMs', 'initDurationMs'] as const) delete (row as any)[name]
        Object.assign(row, { incompleteBecause: 'no platform.report of it came in time' })
      }
      const { files } = await recordRun(system, run)
      t.match(await judge('6.4', run, files), { status, evidence: new RegExp(`(${late} rows without|in ${late} of)`) })
    }
  })

  await t.test('6.5 fails for a run whose calls came one after another', async t => {
    const run = structuredClone(intact)
    const api = new ApiClient(system.apiUrl)
    t.teardown(() => api.close())
    const request = { fileId: intact.exercise.sample.fileId, model: intact.exercise.model }
    const calls: Invocation[] = []
    for (let index = 0; index < 10; index += 1) calls.push(await predictOnce(api, request, 'parallel', index))
    const others = run.measurements.invocations.filter(({ phase }) => phase !== 'parallel')
    Object.assign(run.measurements, { invocations: [...others, ...calls] })
    t.match(await judge('6.5', run), { status: 'fail', evidence: /They did not run at the same time/ })
  })

  const sabotagedBundles: readonly [id: string, path: string, alter: (text: string) => string, says: string][] = [
    ['6.1', 'report.json', text => text.replace('"status": "created"', '"status": "exists"'), 'has another answer'],
    ['6.3', 'report.json', text => text.replace('"equal": true', '"equal": false'), 'report.json says'],
    ['6.4', 'invocations.ndjson', text => text.split('\n').slice(1).join('\n'), 'not what was measured'],
    ['6.4', 'report.json', text => text.replace(/"p50": [\d.]+/, '"p50": 1'), 'not those of the samples'],
    ['6.6', 'efs/access-point.json', text => text.replace('"/lambda"', '"/other"'), 'not the access point as it is'],
    [
      '6.6',
      'lambda/producer.json',
      text => text.replace('Path": "/mnt/efs', 'Path": "/mnt/x'),
      'FileSystemConfigs in lambda/prod',
    ],
    ['6.6', 'logs/consumer.ndjson', () => '{"level":"info"}\n', 'has no platform.report'],
    ['6.6', 'logs/producer.ndjson', () => '', 'logs/producer.ndjson, or it is empty'],
    ['6.6', 's3/outputs.json', text => text.replace('.result', '.gone'), 'is listed and is not in the bucket'],
    ['6.6', 'cloudformation/resources.json', text => text.replace('SubnetA', 'SubnetX'), 'stacks.png does not show'],
    ['6.7', 'tables/latency.csv', text => text.replace('cold', 'hot'), 'latency.csv is not the table of'],
    [
      '6.7',
      'tables/invocations.csv',
      text => text.trim().split('\n').slice(0, -1).join('\n'),
      'invocations.csv is not',
    ],
    ['6.7', 'figures/latency.svg', text => text.replace('<text', '<desc'), 'latency.svg is not the figure'],
    ['6.7', 'figures/stages.png', () => 'GIF89a', 'stages.png is not a PNG'],
    ['6.7', 'report.html', () => '<html></html>', 'report.html lacks'],
  ]
  // The check of 6.7 names every altered file, and draws the figures again, which takes long.
  const apart = sabotagedBundles.filter(([id]) => id !== '6.7').map(sabotage => [sabotage])
  for (const alterations of [...apart, sabotagedBundles.filter(([id]) => id === '6.7')]) {
    const id = alterations[0]![0] as '6.1'
    await t.test(`${id} fails for a bundle with another ${alterations.map(([, path]) => path).join(', ')}`, async t => {
      const bundle = files.map(file => {
        const alteration = alterations.find(([, path]) => path === file.path)
        return alteration ? altered(file, alteration[2]) : file
      })
      const verdict = await judge(id, intact, bundle)
      for (const [, path, , says] of alterations) {
        t.match(verdict, { status: 'fail', evidence: new RegExp(says) }, path)
      }
    })
  }

  await t.test('6.6 fails without the picture of the access point', async t => {
    const bundle = files.filter(({ path }) => path !== 'efs/access-point.png')
    t.match(await judge('6.6', intact, bundle), { status: 'fail', evidence: /has no efs\/access-point.png/ })
  })

  await t.test('6.5 fails when the model of the record is not the one that was read', async t => {
    const put = (Body: Buffer | string) =>
      s3.send(new PutObjectCommand({ Bucket: system.bucketName, Key: intact.exercise.s3Event.key, Body }))
    await put('another model')
    t.match(await judge('6.5'), { status: 'fail', evidence: /did not all read the model/ })
    await put(await readFile(modelFile))
    t.equal((await judge('6.5')).status, 'pass')
  })

  await t.test('6.1 and 6.3 fail when the object in the bucket is gone; 6.3 also when it is another', async t => {
    const { key, body } = (await digitSamples())[0]!
    await s3.send(new PutObjectCommand({ Bucket: system.bucketName, Key: key, Body: 'another input' }))
    t.match(await judge('6.3'), { status: 'fail', evidence: /The object in the bucket is/ })
    await s3.send(new DeleteObjectCommand({ Bucket: system.bucketName, Key: key }))
    for (const id of ['6.1', '6.3'] as const) t.equal((await judge(id)).status, 'fail')
    await s3.send(new PutObjectCommand({ Bucket: system.bucketName, Key: key, Body: body }))
  })

  await t.test('6.2 and 6.6 fail when the archived result is gone', async t => {
    const { s3Key } = intact.exercise.predict as { s3Key: string }
    await s3.send(new DeleteObjectCommand({ Bucket: system.bucketName, Key: s3Key }))
    t.equal((await judge('6.2')).status, 'fail')
    t.match(await judge('6.6'), { status: 'fail', evidence: /is listed and is not in the bucket/ })
  })

  await t.test('6.1 to 6.3 are judged by run, logs and bucket if no function can read EFS, and say so', async t => {
    const ec2 = new EC2Client({})
    t.teardown(() => ec2.destroy())
    const { EfsSecurityGroupId: GroupId, LambdaSecurityGroupId } = system.outputs
    const UserIdGroupPairs = [{ GroupId: LambdaSecurityGroupId! }]
    const rule = { GroupId, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, UserIdGroupPairs }] }
    await ec2.send(new RevokeSecurityGroupIngressCommand(rule))
    for (const id of ['6.1', '6.3'] as const) {
      const verdict = await verdictOf(system, demonstrationCriteria, id, {
        run: intact,
        bundle: files,
        patienceMs: 2000,
      })
      t.match(verdict, { status: 'pass', evidence: /cannot read EFS now .*EFSMountConnectivityException/ }, id)
    }
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule))
  })

  await t.test('6.6 fails when the mount of a function or the access point is gone', async t => {
    const lambda = new LambdaClient({})
    const efs = new EFSClient({})
    t.teardown(() => [lambda, efs].forEach(client => client.destroy()))
    const { functionName: FunctionName } = system.consumer
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, FileSystemConfigs: [] }))
    t.match(await judge('6.6'), { evidence: /FileSystemConfigs in lambda\/consumer.json is not that of/ })
    await efs.send(new DeleteAccessPointCommand({ AccessPointId: system.outputs.AccessPointId }))
    t.match(await judge('6.6'), { status: 'fail', evidence: /AccessPointNotFound|does not exist/ })
  })
})

// The contract's answers are read-only except in this test.
function answer(run: Run, step: string): { statusCode: number; requestId: string; body: Record<string, unknown> } {
  return run.exercise.answers.find(answered => answered.step === step)!.answer as never
}

function rows(run: Run, phase: Invocation['phase']): Invocation[] {
  return run.measurements.invocations.filter(row => row.phase === phase)
}

function altered(file: BundleFile, alter: (text: string) => string): BundleFile {
  const content = alter(String(file.content))
  if (content === String(file.content)) throw new Error(`${file.path} was not altered`)
  return { path: file.path, content }
}

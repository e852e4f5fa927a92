import t from 'tap'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import { setEnvironment } from './deployer-fixture.ts'
import { checkMachine } from './machine.ts'
import { notOk, of, prefix, runPreflight } from './preflight-fixture.ts'

// One test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

t.test('every check is ok in an account without obstacles', async t => {
  const aws = await useLocalAws(t)
  const findings = await runPreflight()
  t.same(notOk(findings), [])
  t.match(of(findings, 'credentials'), { sentence: new RegExp(aws.accountId) })
  t.match(of(findings, 'Region'), { sentence: /us-east-1, zones us-east-1a/ })
  t.match(of(findings, 'prefix'), { sentence: 'every name begins with demo' })
  t.match(of(findings, 'packaging'), { sentence: new RegExp(`^ONNX Runtime for ${process.platform}/${process.arch} `) })
  const checks = findings.map(({ check }) => check)
  t.same(checks.toSorted(), [
    'Node.js',
    'Region',
    'VPCs',
    'buckets',
    'concurrency',
    'credentials',
    'functions',
    'leftovers',
    'log groups',
    'memory',
    'packaging',
    'permissions',
    'prefix',
    'roles',
    'stack',
  ])
})

t.test('a deployed system is no obstacle to its own update', async t => {
  await useLocalAws(t)
  await deploy({ prefix, outDir: t.testdir(), packager: packageNothing })
  const findings = await runPreflight({ vpcQuota: 1 })
  t.same(notOk(findings), [])
  t.match(of(findings, 'stack'), { sentence: /demo exists, CREATE_COMPLETE/ })
  t.match(of(findings, 'VPCs'), { sentence: /this deployment has one/ })
})

t.test('without credentials preflight makes no further checks', async t => {
  setEnvironment(t, {
    HOME: '/nonexistent',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nonexistent',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
    AWS_PROFILE: undefined,
    AWS_ENDPOINT_URL: undefined,
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_SESSION_TOKEN: undefined,
  })
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')!
  Object.defineProperty(process, 'arch', { ...arch, value: 'arm64' })
  t.teardown(() => Object.defineProperty(process, 'arch', arch))
  const { progress, lines } = recordProgress()
  const findings = await runPreflight({ region: 'us-east-1', progress })
  t.same(lines, ['This machine', 'Credentials'])
  t.same(notOk(findings), ['credentials problem'])
  t.match(of(findings, 'packaging'), { sentence: /^ONNX Runtime for linux\/x64 is/ }, 'what Lambda needs')
  t.match(of(findings, 'credentials'), { sentence: 'There are no AWS credentials.', nextStep: /npm run local/ })
})

t.test('an old Node.js is a problem', async t => {
  const [node] = await checkMachine({}, undefined, '18.19.1')
  t.match(node, {
    outcome: 'problem',
    sentence: 'This is Node.js 18.19.1; the tools need 20.20.0 or later.',
    nextStep: 'Install a later Node.js (https://nodejs.org), then `npm ci` again.',
  })
  const [late] = await checkMachine({}, undefined, '24.0.0')
  t.match(late, { outcome: 'ok' })
})

t.test('on another endpoint the binaries are those of this machine', async t => {
  const arch = Object.getOwnPropertyDescriptor(process, 'arch')!
  Object.defineProperty(process, 'arch', { ...arch, value: 'arm64' })
  t.teardown(() => Object.defineProperty(process, 'arch', arch))
  const [node, packaging] = await checkMachine({}, 'http://127.0.0.1:1')
  t.match(node, { check: 'Node.js', outcome: 'ok', sentence: /at least 20\.20\.0 is needed$/ })
  t.match(packaging, { check: 'packaging', sentence: new RegExp(`${process.platform}/arm64`) })
})

t.test('a platform for which ONNX Runtime has no binaries is a problem with a next step', async t => {
  const platform = Object.getOwnPropertyDescriptor(process, 'platform')!
  Object.defineProperty(process, 'platform', { ...platform, value: 'freebsd' })
  t.teardown(() => Object.defineProperty(process, 'platform', platform))
  const [, packaging] = await checkMachine({}, 'http://127.0.0.1:1')
  t.match(packaging, {
    check: 'packaging',
    outcome: 'problem',
    sentence: /^freebsd\/\w+: onnxruntime-node .* no binary/,
  })
  t.match(packaging, { nextStep: /--platform lambda/ })
})

t.test('a service role that is no ARN of a role is misuse', async t => {
  const good = 'arn:aws:iam::123456789012:role/service'
  for (const roleArn of ['', ` ${good}`, 'arn:aws:iam::123456789012:role/', 'arn:aws:iam::12345:role/r', 'service']) {
    await t.rejects(runPreflight({ roleArn }), {
      code: 'MISUSED',
      message: new RegExp(`^--role-arn takes the ARN of a role, got '${roleArn}'\\. In GitHub Actions`),
    })
  }
  await t.rejects(runPreflight({ prefix: 'Not_A_Prefix', roleArn: '' }), { message: /^--prefix takes/ })
})

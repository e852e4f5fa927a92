import { NoSuchEntityException } from '@aws-sdk/client-iam'
import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { orProblem, orUnknown } from './finding.ts'
import { checkMachine } from './machine.ts'
import { checkNames } from './names.ts'
import { findingLines } from './preflight.ts'
import { checkConcurrency, checkMemory, checkVpcs } from './quotas.ts'
import { checkRegion } from './region.ts'

type Answers = Parameters<typeof stubAws>[0]

const plan = (answers: Answers, more: object = {}) => {
  const { connection, asked } = stubAws(answers)
  return { asked, plan: { connection: { ...connection, partition: 'aws', ...more }, prefix: 'demo' } }
}
const s3Error = (name: string) => new S3ServiceException({ name, $fault: 'client', $metadata: {} })
const absent = s3Error('NoSuchBucket')
const denied = Object.assign(new Error('not allowed'), { name: 'AccessDenied' })

t.test(
  'a refused call is unknown, or a problem where the deployment needs it; another failure is passed on',
  async t => {
    const refused = () => Promise.reject(denied)
    t.match(await orUnknown('x', refused), [
      { check: 'x', outcome: 'unknown', sentence: 'AWS refuses the call: not allowed', nextStep: /^Allow that call/ },
    ])
    t.match(await orProblem('x', refused), [
      { check: 'x', outcome: 'problem', nextStep: /begin --prefix with its Prefix/ },
    ])
    for (const error of [new Error('no network'), Object.assign(new Error('x'), { name: 'SlowDown' })]) {
      await t.rejects(
        orUnknown('x', () => Promise.reject(error)),
        error,
      )
    }
  },
)

t.test('more than ten free executions suffice, ten are just enough', async t => {
  const free = async (UnreservedConcurrentExecutions: number) => {
    const AccountLimit = { UnreservedConcurrentExecutions, ConcurrentExecutions: 20 }
    return (await checkConcurrency(plan({ GetAccountSettings: { AccountLimit } }).plan))[0]!
  }
  t.match(await free(11), {
    check: 'concurrency',
    outcome: 'ok',
    sentence: '11 of 20 concurrent executions are unreserved, and 10 calls are made at once',
  })
  t.match(await free(10), { outcome: 'warning', nextStep: /--desired-value 1000`\. Until then run nothing else/ })
  t.match(await free(9), { outcome: 'problem', nextStep: /Until then a run fails at its parallel step/ })
})

t.test('3008 MB are what a new account may use', async t => {
  const memory = async (ProducerMemorySize: string) => (await checkMemory({ ProducerMemorySize }))[0]!
  t.match(await memory('3008'), { check: 'memory', outcome: 'ok', sentence: /a new account may use 3008 MB$/ })
  t.match(await memory('3009'), { outcome: 'warning', nextStep: /Use less memory, or ask AWS Support/ })
  await t.rejects(memory('1.5'), { message: "ProducerMemorySize is a number of MB, got '1.5'." })
})

t.test('a VPC needs room in the Region, unless this deployment has one', async t => {
  const vpcs = async (count: number, quota?: number, tags: object[] = []) => {
    const Vpcs = Array.from({ length: count }, (_, index) => (index === 0 ? { Tags: tags } : {}))
    // The one with the tags is on the last page.
    const DescribeVpcs = ({ NextToken }: Record<string, unknown>) =>
      NextToken === undefined ? { Vpcs: Vpcs.slice(1), NextToken: 'more' } : { Vpcs: Vpcs.slice(0, 1) }
    return (await checkVpcs(plan({ DescribeVpcs }).plan, quota))[0]!
  }
  const region = 'VPCs are in eu-central-1'
  t.match(await vpcs(4), { check: 'VPCs', outcome: 'ok', sentence: `4 of 5 ${region}` })
  t.match(await vpcs(5), { outcome: 'warning', sentence: /another, unless the quota was raised\.$/ })
  t.match(await vpcs(5, 5), { outcome: 'problem', sentence: `5 of 5 ${region}: there is no room for another.` })
  t.match(await vpcs(5, 5), { nextStep: /--desired-value 10`\. .*--vpc-quota N\.$/ })
  t.match(await vpcs(5, 5, stackTags('demo')), { outcome: 'ok', sentence: /, this deployment has one$/ })
  t.match(await vpcs(5, 5, [{ Key: 'Prefix', Value: 'demo2' }]), { outcome: 'problem' })
  t.match(await vpcs(5, 5, [{ Key: 'Name', Value: 'demo' }]), { outcome: 'problem' })
})

t.test('two zones that are available and of the usual kind are needed', async t => {
  const check = async (zones: object[], subnets: object[] = [], more: object = {}) => {
    const DescribeSubnets = ({ NextToken }: Record<string, unknown>) =>
      NextToken === undefined ? { Subnets: [], NextToken: 'more' } : { Subnets: subnets }
    const answers = { DescribeAvailabilityZones: { AvailabilityZones: zones }, DescribeSubnets }
    const made = plan(answers, more)
    return { ...made, finding: (await checkRegion(made.plan))[0]! }
  }
  const [a, b] = [{ ZoneName: 'a' }, { ZoneName: 'b', ZoneType: 'availability-zone' }]
  const both = await check([a, b, { ZoneName: 'c', ZoneType: 'local-zone' }])
  t.match(both.finding, { check: 'Region', outcome: 'ok', sentence: 'eu-central-1, zones a, b' })
  t.same(both.asked[0], ['DescribeAvailabilityZones', { Filters: [{ Name: 'state', Values: ['available'] }] }])
  t.match((await check([a])).finding, { outcome: 'problem', nextStep: 'Use another --region.' })
  const one = await check([a, b], [{ DefaultForAz: true, AvailabilityZone: 'b' }, { AvailabilityZone: 'a' }])
  t.match(one.finding, {
    outcome: 'problem',
    sentence: 'Fn::GetAZs gives 1 zones in eu-central-1 (those with a default subnet), and the subnets need two.',
    nextStep: /^Make a default subnet in a second zone/,
  })
  t.match((await check([a, b], [], { partition: 'aws-cn' })).finding, {
    outcome: 'warning',
    nextStep: /^Check whether Lambda mounts EFS in eu-central-1: /,
  })
})

t.test('a stack that takes no update is a problem, and one that changes is waited for', async t => {
  const found = async (StackStatus: string, Tags: object[] = stackTags('demo')) => {
    const Stacks = [{ StackName: 'demo', StackStatus, Tags }]
    const { plan: asked } = plan({ DescribeStacks: { Stacks }, GetBucketTagging: absent })
    const [stack] = await checkNames({ ...asked, connection: { ...asked.connection } })
    return stack!
  }
  for (const status of ['DELETE_FAILED', 'UPDATE_ROLLBACK_FAILED']) {
    t.match(await found(status), {
      outcome: 'problem',
      sentence: `stack demo exists, ${status}, and takes no update.`,
      nextStep: 'Finish its removal first: `npm run destroy -- --prefix demo`.',
    })
  }
  t.match(await found('UPDATE_IN_PROGRESS'), { outcome: 'warning', nextStep: /will wait for that to end/ })
  t.match(await found('REVIEW_IN_PROGRESS', []), { outcome: 'ok' })
  t.match(await found('CREATE_COMPLETE'), { outcome: 'ok', sentence: /CREATE_COMPLETE; a deployment updates it$/ })
  t.match(await found('CREATE_COMPLETE', []), { outcome: 'problem', nextStep: 'Choose another --prefix.' })
})

t.test('only an answer that a function or a role is missing makes its name free', async t => {
  const check = async (answers: Answers, name: string) => {
    const free = {
      DescribeStacks: { Stacks: [] },
      GetFunctionConfiguration: serviceError(ResourceNotFoundException),
      GetRole: serviceError(NoSuchEntityException),
      GetBucketTagging: absent,
    }
    const { plan: asked } = plan({ ...free, ...answers })
    return (await checkNames(asked).catch(error => [error])).find(one => one.check === name) ?? 'the check failed'
  }
  t.match(await check({ DescribeLogGroups: {}, GetResources: {} }, 'roles'), {
    outcome: 'ok',
    sentence: 'demo-producer, demo-consumer are free',
  })
  t.match(await check({ GetRole: {}, DescribeLogGroups: {}, GetResources: {} }, 'roles'), {
    outcome: 'problem',
    sentence: 'These exist without a stack: demo-producer, demo-consumer.',
  })
  t.match(await check({ GetRole: denied, DescribeLogGroups: {}, GetResources: {} }, 'roles'), { outcome: 'unknown' })
  const made = ({ FunctionName }: Record<string, unknown>) =>
    FunctionName === 'demo-consumer' ? {} : serviceError(ResourceNotFoundException)
  const functions = await check(
    { GetFunctionConfiguration: made, DescribeLogGroups: {}, GetResources: {} },
    'functions',
  )
  t.match(functions, { outcome: 'problem', sentence: 'These exist without a stack: demo-consumer.' })
  t.equal(await check({ GetFunctionConfiguration: new Error('no network') }, 'functions'), 'the check failed')
  t.equal(await check({ GetRole: new Error('no network') }, 'roles'), 'the check failed')
})

t.test(
  'a bucket is an obstacle unless its name is free, or it belongs to a deployment that can go on with it',
  async t => {
    const ours = { TagSet: stackTags('demo') }
    const foreign = { TagSet: [] }
    const buckets = async (models: object, artifacts: object, Stacks: object[] = []) => {
      const GetBucketTagging = ({ Bucket }: { Bucket?: unknown }) =>
        String(Bucket) === 'demo-ml-models-bucket' ? models : artifacts
      const free = { GetFunctionConfiguration: serviceError(ResourceNotFoundException), GetRole: denied }
      const others = { DescribeStacks: { Stacks }, DescribeLogGroups: {}, GetResources: {} }
      const findings = await checkNames(plan({ GetBucketTagging, ...free, ...others } as Answers).plan)
      return findings.filter(({ check }) => check === 'buckets')
    }
    const stack = { StackName: 'demo', StackStatus: 'CREATE_COMPLETE', Tags: stackTags('demo') }
    t.match(await buckets(absent, absent), [
      { outcome: 'ok', sentence: /^no bucket has the name demo-ml-models-bucket; no bucket has the name demo-/ },
    ])
    t.match(await buckets(absent, ours), [{ outcome: 'ok', sentence: / exists and belongs to this deployment$/ }])
    t.match(await buckets(ours, ours, [stack]), [{ outcome: 'ok' }])
    t.match(await buckets(ours, absent), [
      {
        outcome: 'problem',
        sentence: 'Bucket demo-ml-models-bucket exists without a stack.',
        nextStep:
          /^Empty and delete it \(`aws s3 rb s3:\/\/demo-ml-models-bucket --force`\), or use another --prefix\.$/,
      },
    ])
    t.match(await buckets(foreign, s3Error('AccessDenied')), [
      { outcome: 'problem', sentence: 'Bucket demo-ml-models-bucket exists without our tags.' },
      { outcome: 'problem', sentence: /is taken by another account, or in another Region\.$/ },
    ])
  },
)

t.test('the Node.js of package.json or a later one is needed', async t => {
  const outcome = async (node: string) => (await checkMachine({}, undefined, node))[0]!.outcome
  t.same(await Promise.all(['20.19.9', '20.20.0', '20.20.1', '21.0.0', '9.99.0', '20.20'].map(outcome)), [
    'problem',
    'ok',
    'ok',
    'ok',
    'problem',
    'ok',
  ])
  const [, packaging] = await checkMachine({}, undefined)
  const megabytes = Number(/(\d+) MiB$/.exec(packaging!.sentence)?.[1])
  t.ok(megabytes > 5 && megabytes < 1000, packaging!.sentence)
})

t.test('a finding is a line in columns, with its next step below', t => {
  t.same(
    findingLines([
      { check: 'Region', outcome: 'ok', sentence: 'here' },
      { check: 'VPCs', outcome: 'problem', sentence: 'full', nextStep: 'Remove one.' },
    ]),
    ['ok       Region  here', 'problem  VPCs    full', '                 → Remove one.'],
  )
  t.end()
})

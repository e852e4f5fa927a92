import t from 'tap'
import { artifactsBucketName } from '../deploy/names.ts'
import { deployDemo, impatient, releaseInterfaces, untilReleased, when } from './destroy-fixture.ts'
import { destroy } from './destroy.ts'
import { defaultPace } from './pace.ts'
import { problemOf } from './require-nothing-left.ts'

// These tests create and remove whole stacks. With other tests on the machine that may take half a minute.
t.setTimeout(600_000)

t.test('while Lambda keeps network interfaces, the report says which ones, why, and for how long', async t => {
  const { aws } = await deployDemo(t, untilReleased)
  const held = [...aws.account.ec2.networkInterfaces.values()].filter(one => one.interfaceType === 'lambda')
  t.equal(held.length, 4, 'two functions in two subnets')
  const { progress, lines } = when(/AWS Lambda has yet to release/, () => releaseInterfaces(aws))
  const { leftovers } = await destroy({ prefix: 'demo', progress, pace: impatient })
  t.same(leftovers, [])
  const notice = lines.find(line => line.includes('AWS Lambda has yet to release')) ?? ''
  t.match(notice, /^\d+ s: waiting for .*ComputeStack\/ProducerFunction \(AWS::Lambda::Function, DELETE_IN_PROGRESS\)/)
  t.match(notice, 'AWS Lambda has yet to release 4 network interfaces (')
  for (const { networkInterfaceId } of held) t.match(notice, networkInterfaceId)
  t.match(notice, /Hyperplane.*up to 45 minutes on AWS.*subnets and security groups cannot be deleted before/)
  t.notOk(
    lines.some(line => line.startsWith('The deletion ended')),
    'no retry was needed',
  )
})

t.test('if the deployer may not read network interfaces, the deletion fails only once', async t => {
  const { aws } = await deployDemo(t, untilReleased)
  // Without that permission CloudFormation does not wait for the interfaces.
  const lambdaType = aws.account.cloudFormation.resourceType('AWS::Lambda::Function')
  aws.account.cloudFormation.register({
    ...lambdaType,
    delete: (id, { VpcConfig: _, ...properties }, context) => lambdaType.delete(id, properties, context),
  })
  const { progress, lines } = when(/^\d+ s: AWS Lambda has yet to release/, () => releaseInterfaces(aws))
  const { leftovers } = await destroy({ prefix: 'demo', progress, pace: impatient })
  t.same(leftovers, [])
  const failed = lines.findIndex(line => /^The deletion ended DELETE_FAILED, try 1 of 3/.test(line))
  t.match(lines.slice(failed + 1, failed + 4).join('\n'), /NetworkStack\/\w+ \(AWS::EC2::\w+, \S+\): .*depende/)
  const awaited = lines.findIndex(line => /^\d+ s: AWS Lambda has yet to release/.test(line))
  t.ok(awaited > failed, 'the removal waits for the interfaces itself, and tries again')
  t.equal(lines.filter(line => line.startsWith('The deletion ended')).length, 1)
})

t.test(
  'the time limit is longer than AWS may take, and shorter than the job and the credentials of the workflows',
  async t => {
    t.ok(defaultPace.limitMs > 2 * 45 * 60_000)
    t.ok(defaultPace.limitMs < 110 * 60_000)
  },
)

t.test('at the time limit the command reports removed resources, leftovers with commands, and the cause', async t => {
  const { aws, connection } = await deployDemo(t, untilReleased)
  // Ninety minutes pass during the wait for the interfaces, not sooner, since earlier steps are checked too.
  const now = performance.now.bind(performance)
  t.teardown(() => Object.assign(performance, { now }))
  const leap = () => Object.assign(performance, { now: () => now() + 90 * 60_000 })
  const { progress } = when(/AWS Lambda has yet to release/, leap)
  const destruction = await destroy({ prefix: 'demo', progress, pace: { ...impatient, limitMs: 60 * 60_000 } })
  const { removed, leftovers, failures } = destruction
  t.equal(aws.account.cloudFormation.findByName('demo')?.status, 'DELETE_IN_PROGRESS', 'CloudFormation continues')
  t.match(failures, [
    { code: 'STACK_TAKES_LONG', message: /^After 9\d min \d+ s stack demo is still DELETE_IN_PROGRESS/ },
  ])
  t.ok(removed.length > 0, 'the resources removed before are reported')
  const note = /^After 9\d min \d+ s stack demo is still DELETE_IN_PROGRESS/
  t.match(leftovers.at(-1), { type: 'AWS::CloudFormation::Stack', id: 'demo', note, commands: [/ delete-stack /] })
  const artifacts = artifactsBucketName('demo', connection)
  t.ok(
    leftovers.some(({ id, commands }) => id === artifacts && commands.length > 0),
    'the artifacts are kept with the stack',
  )
  t.ok(aws.account.s3.buckets.has(artifacts))
  const problem = problemOf(destruction)
  t.match(problem, { code: 'LEFTOVERS', cause: { code: 'STACK_TAKES_LONG' } })
})

import t from 'tap'
import { deploy } from '../deploy/deploy.ts'
import { packageNothing, recordProgress, useLocalAws } from '../deploy/deploy-fixture.ts'
import { destroy } from '../destroy/destroy.ts'
import { deployPolicy } from './deploy-policy.ts'
import { becomeDeployer, without } from './deployer-fixture.ts'

// The tests make and remove whole stacks. On a busy machine that may take half a minute.
t.setTimeout(600_000)

const prefix = 'demo'

t.test('the policy of docs/permissions alone suffices to deploy and remove the system', async t => {
  const aws = await useLocalAws(t)
  await becomeDeployer(t, aws, deployPolicy({ accountId: aws.accountId, region: aws.region, prefix }))
  const { progress, lines } = recordProgress()
  await deploy({ prefix, outDir: t.testdir(), packager: packageNothing, progress })
  const { leftovers, unchecked } = await destroy({ prefix, progress })
  t.same(leftovers, [])
  t.same(unchecked, [], 'every search was allowed')
  t.same(
    lines.filter(line => /not authorized|AccessDenied|FAILED/.test(line)),
    [],
    'nothing was refused on the way',
  )
})

for (const action of ['ec2:CreateVpcEndpoint', 'elasticfilesystem:CreateAccessPoint', 'iam:PassRole']) {
  t.test(`without ${action} the deployment fails and names it`, async t => {
    const aws = await useLocalAws(t)
    const policy = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
    t.not(JSON.stringify(without(policy, action)), JSON.stringify(policy), 'the policy has it')
    await becomeDeployer(t, aws, without(policy, action))
    const failed = await deploy({ prefix, outDir: t.testdir(), packager: packageNothing }).then(
      () => undefined,
      (error: Error) => error,
    )
    t.match(failed?.message, `not authorized to perform: ${action}`)
  })
}

t.test('the policy has no placeholder left, no wildcard action, and fits as its README says', async t => {
  const policy = deployPolicy({ accountId: '123456789012', region: 'ap-southeast-2', prefix: 'p'.repeat(46) })
  t.notMatch(JSON.stringify(policy), /ACCOUNT_ID|REGION|PREFIX/)
  for (const { Action, Sid } of policy.Statement) t.notMatch(Action.join(), /\*/, `${Sid} names its actions`)
  const everywhere = policy.Statement.filter(({ Resource }) => Resource.includes('*')).map(({ Sid }) => Sid)
  t.same(everywhere, ['MountTargetInterfaces', 'LookAround'], 'the rest is bound to the deployment')
  // IAM does not count white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const length = (Statement: typeof policy.Statement) => JSON.stringify({ ...policy, Statement }).length
  t.ok(length(policy.Statement) <= 10240, `inline ${length(policy.Statement)}`)
  const half = policy.Statement.findIndex(({ Sid }) => Sid === 'LogGroups') + 1
  t.equal(policy.Statement[half]!.Sid, 'Api')
  for (const part of [policy.Statement.slice(0, half), policy.Statement.slice(half)]) {
    t.ok(length(part) <= 6144, `managed ${length(part)}`)
  }
})

t.test('the policy covers change sets by their ARN, with their stack or alone', async t => {
  const { Statement } = deployPolicy({ accountId: '123456789012', region: 'us-east-1', prefix })
  for (const action of ['Describe', 'Execute', 'Delete'].map(verb => `cloudformation:${verb}ChangeSet`)) {
    const resources = Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource)
    t.ok(resources.includes('arn:aws:cloudformation:us-east-1:123456789012:changeSet/*'), action)
    t.ok(resources.includes('arn:aws:cloudformation:us-east-1:123456789012:stack/demo/*'), action)
  }
})

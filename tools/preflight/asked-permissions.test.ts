import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import t from 'tap'
import { useLocalAws } from '../deploy/deploy-fixture.ts'
import { type LocalAws } from '../local-aws/server.ts'
import { deployPolicy } from './deploy-policy.ts'
import { becomeDeployer, without } from './deployer-fixture.ts'
import { notOk, of, prefix, runPreflight } from './preflight-fixture.ts'

// One test makes a whole stack. On a busy machine that may take half a minute.
t.setTimeout(600_000)

t.test('preflight asks IAM for each permission and names the refused ones', async t => {
  const policy = (aws: LocalAws) => deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
  await t.test('all of the deploy policy', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, policy(aws))
    const findings = await runPreflight()
    t.same(notOk(findings), [])
    t.match(of(findings, 'permissions'), { sentence: /role\/people\/deployer may do all \d+ actions/ })
  })
  await t.test('one action less', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, without(policy(aws), 'iam:PassRole'))
    t.match(of(await runPreflight(), 'permissions'), {
      outcome: 'problem',
      sentence: /may not do 1 of \d+ actions: iam:PassRole\.$/,
      nextStep: /deploy-policy\.json/,
    })
  })
  await t.test('IAM may not be asked: unknown, not ok', async t => {
    const aws = await useLocalAws(t)
    const blind = without(without(policy(aws), 'iam:SimulatePrincipalPolicy'), 'lambda:GetAccountSettings')
    await becomeDeployer(t, aws, blind)
    const findings = await runPreflight()
    t.same(notOk(findings), ['concurrency unknown', 'permissions unknown'])
    t.match(of(findings, 'permissions'), { sentence: /iam:SimulatePrincipalPolicy/ })
  })
  await t.test('one resource of a statement less', async t => {
    const aws = await useLocalAws(t)
    const all = policy(aws)
    const Statement = all.Statement.map(one => {
      return one.Sid === 'Functions' ? { ...one, Resource: one.Resource.filter(arn => !/consumer/.test(arn)) } : one
    })
    await becomeDeployer(t, aws, { ...all, Statement })
    const sentence = /may not do \d+ of \d+ actions: lambda:CreateFunction/
    t.match(of(await runPreflight(), 'permissions'), { outcome: 'problem', sentence })
  })
  await t.test('the description of the stack is refused: this is a problem, since the deployment needs it', async t => {
    const aws = await useLocalAws(t)
    await becomeDeployer(t, aws, without(policy(aws), 'cloudformation:DescribeStacks'))
    const sentence = /cloudformation:DescribeStacks/
    t.match(of(await runPreflight(), 'stack'), { outcome: 'problem', sentence, nextStep: /--prefix/ })
  })
})

t.test('with a service role, preflight checks the role and whether the caller may pass it', async t => {
  const makeRole = async ({ region, endpoint, credentials }: LocalAws, RoleName: string) => {
    const trust = { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' }
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
    const iam = new IAMClient({ region, endpoint, credentials })
    return (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.Arn!
  }
  await t.test('the role exists: ok; its own policies: unknown', async t => {
    const roleArn = await makeRole(await useLocalAws(t), 'service')
    const findings = await runPreflight({ roleArn })
    t.match(of(findings, 'permissions'), { outcome: 'unknown', sentence: /role\/service makes/ })
    t.match(of(findings, 'service role'), { outcome: 'ok', sentence: /role\/service exists/ })
  })
  await t.test('the role does not exist', async t => {
    await useLocalAws(t)
    const roleArn = 'arn:aws:iam::000000000000:role/service'
    t.match(of(await runPreflight({ roleArn }), 'service role'), {
      outcome: 'problem',
      sentence: /There is no role .*service/,
    })
  })
  await t.test('the caller may not pass the role', async t => {
    const aws = await useLocalAws(t)
    const roleArn = await makeRole(aws, 'service')
    const all = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
    await becomeDeployer(t, aws, all)
    t.match(of(await runPreflight({ roleArn }), 'service role'), {
      outcome: 'problem',
      sentence: /may not pass .*service/,
    })
  })
  await t.test('the caller may pass the role to CloudFormation', async t => {
    const aws = await useLocalAws(t)
    const roleArn = await makeRole(aws, 'service')
    const { Version, Statement } = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix })
    const Condition = { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } }
    const pass = { Sid: 'Pass', Effect: 'Allow', Action: ['iam:PassRole'], Resource: [roleArn], Condition } as const
    await becomeDeployer(t, aws, { Version, Statement: [...Statement, pass] })
    t.match(of(await runPreflight({ roleArn }), 'service role'), {
      outcome: 'ok',
      sentence: /may pass it to CloudFormation/,
    })
  })
  await t.test('an empty argument, as from an unset variable, is misuse', async t => {
    await useLocalAws(t)
    await t.rejects(runPreflight({ roleArn: '' }), { code: 'MISUSED', message: /AWS_SERVICE_ROLE_ARN/ })
  })
})

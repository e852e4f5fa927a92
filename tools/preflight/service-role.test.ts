import { InvalidInputException, NoSuchEntityException } from '@aws-sdk/client-iam'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { checkPermissions } from './permissions.ts'

const roleArn = 'arn:aws:iam::123456789012:role/path/service'
const user = 'arn:aws:iam::123456789012:user/me'
const decided = (EvalDecision: string) => ({
  EvaluationResults: [{ EvalActionName: 'iam:PassRole', EvalDecision }],
})

async function check(arn: string, answers: Parameters<typeof stubAws>[0]) {
  const { connection, asked } = stubAws(answers)
  const plan = { connection: { ...connection, partition: 'aws' }, prefix: 'demo' }
  return { findings: await checkPermissions(plan, { arn, roleArn }), asked }
}

const unknown = {
  check: 'permissions',
  outcome: 'unknown',
  sentence: `${roleArn} makes the resources in place of the caller; its policies are not simulated.`,
  nextStep: 'Its policies are those of cloudformation/github-oidc.yaml, if it was made from there.',
}

t.test('a service role is asked for by its name, and whether the caller may pass it to CloudFormation', async t => {
  const allowed = await check(user, { GetRole: {}, SimulatePrincipalPolicy: decided('allowed') })
  t.same(allowed.findings, [
    {
      check: 'service role',
      outcome: 'ok',
      sentence: `${roleArn} exists, and the caller may pass it to CloudFormation`,
    },
    unknown,
  ])
  t.match(allowed.asked, [
    ['GetRole', { RoleName: 'service' }],
    [
      'SimulatePrincipalPolicy',
      {
        PolicySourceArn: user,
        ActionNames: ['iam:PassRole'],
        ResourceArns: [roleArn],
        ContextEntries: [
          {
            ContextKeyName: 'iam:PassedToService',
            ContextKeyValues: ['cloudformation.amazonaws.com'],
            ContextKeyType: 'string',
          },
        ],
      },
    ],
  ])
  const refused = await check(user, { GetRole: {}, SimulatePrincipalPolicy: decided('implicitDeny') })
  t.same(refused.findings, [
    {
      check: 'service role',
      outcome: 'problem',
      sentence: `The caller may not pass ${roleArn} to CloudFormation.`,
      nextStep: 'Allow iam:PassRole on it, with iam:PassedToService cloudformation.amazonaws.com.',
    },
    unknown,
  ])
})

t.test('the root user needs only a role that exists', async t => {
  const root = await check('arn:aws:iam::123456789012:root', { GetRole: {} })
  t.same(root.findings, [{ check: 'service role', outcome: 'ok', sentence: `${roleArn} exists` }, unknown])
  const missing = await check(user, { GetRole: serviceError(NoSuchEntityException) })
  t.same(missing.findings[0], {
    check: 'service role',
    outcome: 'problem',
    sentence: `There is no role ${roleArn}.`,
    nextStep: 'Give the output ServiceRoleArn of cloudformation/github-oidc.yaml.',
  })
  await t.rejects(check(user, { GetRole: new Error('no network') }), /no network/)
})

t.test('actions that IAM does not simulate are unknown, each by its name', async t => {
  const { connection, asked } = stubAws({ SimulatePrincipalPolicy: serviceError(InvalidInputException) })
  const plan = { connection: { ...connection, partition: 'aws' }, prefix: 'demo' }
  const [finding] = await checkPermissions(plan, { arn: user })
  t.match(finding, {
    outcome: 'unknown',
    sentence: /^IAM does not simulate \w+:\w+, .*; the other of \d+ actions are allowed\.$/,
    nextStep: 'Compare your policies with docs/permissions/deploy-policy.json for these.',
  })
  const named = /simulate (.*);/.exec(finding!.sentence)![1]!.split(', ').length
  t.match(finding!.sentence, ` of ${named} actions`)
  const alone = asked.filter(([, input]) => (input as { ActionNames: string[] }).ActionNames.length === 1)
  t.equal(alone.length, named, 'each was asked for alone, once')
})

import { InvalidInputException } from '@aws-sdk/client-iam'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { checkPermissions } from './permissions.ts'

const plan = (answers: Parameters<typeof stubAws>[0], endpoint?: string) => ({
  connection: { ...stubAws(answers).connection, partition: 'aws', endpoint },
  prefix: 'demo',
})
const user = { arn: 'arn:aws:iam::123456789012:user/me' }

t.test('the root user may do everything, which is a warning on AWS only', async t => {
  const root = { arn: 'arn:aws:iam::123456789012:root' }
  const check = (endpoint?: string) => checkPermissions(plan({}, endpoint), root)
  t.match(await check('http://127.0.0.1:1'), [{ outcome: 'ok', sentence: 'the root of the account may do everything' }])
  t.match(await check(), [{ outcome: 'warning', nextStep: /root keys should not be on a laptop\.$/ }])
})

t.test('an action is allowed only if it is for every resource', async t => {
  const decide = async (EvalDecision: string, ...resources: string[]) => {
    const ResourceSpecificResults = resources.map(EvalResourceDecision => ({ EvalResourceDecision }))
    const EvaluationResults = [{ EvalActionName: 's3:CreateBucket', EvalDecision, ResourceSpecificResults }]
    const asked = plan({ SimulatePrincipalPolicy: { EvaluationResults } })
    return (await checkPermissions(asked, user))[0]!
  }
  t.match(await decide('allowed'), { outcome: 'ok', sentence: /^arn:aws:iam::123456789012:user\/me may do all \d+/ })
  t.match(await decide('allowed', 'allowed', 'implicitDeny'), {
    outcome: 'problem',
    sentence: /: s3:CreateBucket(, s3:CreateBucket)*\.$/,
    nextStep: /^Attach docs\/permissions\/deploy-policy\.json/,
  })
  t.match(await decide('explicitDeny', 'allowed'), { outcome: 'problem' })
})

t.test('refusals on every page of a simulation count', async t => {
  const answer = (EvalActionName: string, EvalDecision: string) => ({
    EvaluationResults: [{ EvalActionName, EvalDecision }],
  })
  const check = (first: string, second: string) => {
    const SimulatePrincipalPolicy = ({ Marker }: Record<string, unknown>) =>
      Marker === undefined
        ? { ...answer('ec2:CreateVpc', first), IsTruncated: true, Marker: 'next' }
        : answer('ec2:CreateSubnet', second)
    return checkPermissions(plan({ SimulatePrincipalPolicy }), user)
  }
  const refused = (name: string) => [{ outcome: 'problem', sentence: new RegExp(`: ${name}(, ${name})*\\.$`) }]
  t.match(await check('implicitDeny', 'allowed'), refused('ec2:CreateVpc'))
  t.match(await check('allowed', 'implicitDeny'), refused('ec2:CreateSubnet'))
})

t.test('all actions that are refused, and all that IAM does not simulate, are named', async t => {
  const both = ['ec2:CreateVpc', 'apigateway:GET']
  const names = '(ec2:CreateVpc, apigateway:GET|apigateway:GET, ec2:CreateVpc)'
  const check = async (answer: (action: string) => object | Error) => {
    const asked = plan({
      SimulatePrincipalPolicy: ({ ActionNames }) => {
        const [action, ...others] = ActionNames as string[]
        if (others.length > 0) return serviceError(InvalidInputException, 400)
        return both.includes(action!) ? answer(action!) : { EvaluationResults: [{ EvalDecision: 'allowed' }] }
      },
    })
    return checkPermissions(asked, user)
  }
  const refused = (EvalActionName: string) => ({
    EvaluationResults: [{ EvalActionName, EvalDecision: 'explicitDeny' }],
  })
  t.match(await check(refused), [
    { outcome: 'problem', sentence: new RegExp(`user/me may not do 2 of \\d+ actions: ${names}\\.$`) },
  ])
  t.match(await check(() => serviceError(InvalidInputException, 400)), [
    {
      outcome: 'unknown',
      sentence: new RegExp(`^IAM does not simulate ${names}; the other of \\d+ actions are allowed\\.$`),
    },
  ])
})

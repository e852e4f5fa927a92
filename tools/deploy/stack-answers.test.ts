import { CloudFormationClient, CloudFormationServiceException } from '@aws-sdk/client-cloudformation'
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { silent } from '../command/progress.ts'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { applyStack } from './apply-stack.ts'
import { changeSetFailure } from './change-set-failure.ts'
import { deploymentMark, markDeployment } from './deployment-mark.ts'
import { requireModelsBucketName } from './models-bucket.ts'
import { prepareStack } from './prepare-stack.ts'

type Answers = Parameters<typeof stubAws>[0]

function cloudFormation(answers: Answers) {
  const { connection, asked } = stubAws(answers)
  return { client: connection.clients.get(CloudFormationClient), asked }
}
const s3With = (answers: Answers) => {
  const { connection, asked } = stubAws(answers)
  return { s3: connection.clients.get(S3Client), asked }
}
const s3Error = (name: string, httpStatusCode: number) =>
  new S3ServiceException({ name, message: 'said S3', $fault: 'client', $metadata: { httpStatusCode } })
const refusal = new CloudFormationServiceException({ name: 'X', message: 'no', $fault: 'client', $metadata: {} })

t.test('a mark says when a deployment began, and is absent only if S3 says so', async t => {
  const { s3, asked } = s3With({ PutObject: {}, HeadObject: { ETag: '"1"' } })
  await markDeployment(s3, 'artifacts', '123456789012')
  const place = { Bucket: 'artifacts', Key: 'last-deployment.json', ExpectedBucketOwner: '123456789012' }
  t.match(asked[0], ['PutObject', { ...place, ContentType: 'application/json' }])
  const { Body } = asked[0]![1] as { Body: string }
  t.match(JSON.parse(Body), { startedAt: /^2\d{3}-\d\d-\d\dT/ })
  t.equal(await deploymentMark(s3, 'artifacts', '123456789012'), '"1"')
  t.same(asked[1], ['HeadObject', place])
  const mark = (HeadObject: Error) => deploymentMark(s3With({ HeadObject }).s3, 'artifacts', '1')
  t.equal(await mark(s3Error('NotFound', 404)), undefined)
  await t.rejects(mark(s3Error('Forbidden', 403)), { name: 'Forbidden' })
  await t.rejects(mark(new Error('no network')), /no network/)
})

t.test('the name of the models bucket must be free', async t => {
  const place = { prefix: 'demo', accountId: '123456789012', region: 'eu-central-1' }
  const requireName = (GetBucketTagging: object) => requireModelsBucketName(s3With({ GetBucketTagging }).s3, place)
  await t.resolves(requireName(s3Error('NoSuchBucket', 404)))
  const code = 'BUCKET_NAME_TAKEN'
  const bucket = 'demo-ml-models-bucket'
  await t.rejects(requireName(s3Error('AccessDenied', 403)), {
    code,
    message: `The name ${bucket} is taken by another account, or in another Region. Nothing was made.`,
    nextStep: 'Use another --prefix.',
  })
  const nextStep =
    'Remove what is left of an earlier deployment: `npm run destroy -- --prefix demo`. It names what it may not remove. ' +
    'Or use another --prefix.'
  await t.rejects(requireName({ TagSet: stackTags('demo') }), {
    code,
    message: `Bucket ${bucket} is there without a stack. Nothing was made.`,
    nextStep,
  })
  await t.rejects(requireName({}), { code, message: /without a stack, and without our tags\. Nothing/, nextStep })
})

t.test('a stack that is not there is created, and one that is stuck says how to go on', async t => {
  const progress = { ...silent, step: () => t.fail('nothing is awaited') }
  const prepare = (Stacks: object[]) => {
    const { client } = cloudFormation({ DescribeStacks: { Stacks } })
    return prepareStack(client, 'demo', { roleArn: undefined, progress })
  }
  const stack = (StackStatus: string, Tags: object[] = stackTags('demo')) => [{ StackName: 'demo', StackStatus, Tags }]
  t.equal(await prepare([]), undefined)
  t.equal(await prepare([{ StackName: 'demo' }]), undefined)
  t.equal(await prepare(stack('DELETE_COMPLETE', [])), undefined)
  t.match(await prepare(stack('UPDATE_ROLLBACK_COMPLETE')), { StackName: 'demo' })
  const destroy = '`npm run destroy -- --prefix demo`'
  await t.rejects(prepare(stack('DELETE_FAILED')), {
    code: 'STACK_STUCK',
    message: 'Stack demo is DELETE_FAILED: ',
    nextStep: `Finish the removal: ${destroy}. Then deploy again.`,
  })
  await t.rejects(prepare(stack('UPDATE_ROLLBACK_FAILED')), {
    code: 'STACK_STUCK',
    nextStep:
      'Remove the obstacle of the rollback, run `aws cloudformation continue-update-rollback --stack-name demo`, ' +
      `and deploy again; or start again: ${destroy}.`,
  })
  await t.rejects(prepare(stack('CREATE_COMPLETE', [])), { code: 'FOREIGN_STACK' })
})

t.test('what was never completed is deleted first, with the service role', async t => {
  const steps: string[] = []
  for (const status of ['REVIEW_IN_PROGRESS', 'CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED']) {
    let deleted = false
    const { client, asked } = cloudFormation({
      DescribeStacks: () => ({
        Stacks: deleted ? [] : [{ StackName: 'demo', StackId: 'arn:1', StackStatus: status, Tags: stackTags('demo') }],
      }),
      DescribeStackEvents: { StackEvents: [] },
      DeleteStack: () => ((deleted = true), {}),
    })
    const progress = { ...silent, step: (line: string) => void steps.push(line) }
    t.equal(await prepareStack(client, 'demo', { roleArn: 'arn:role', progress }), undefined)
    t.match(
      asked.find(([name]) => name === 'DeleteStack'),
      ['DeleteStack', { StackName: 'arn:1', RoleARN: 'arn:role' }],
    )
    t.equal(steps.at(-1), `Stack demo is ${status}, which CloudFormation cannot update: deleting it first`)
  }
})

t.test('the reason of a failed change set is that of the nested one, with what validation found', async t => {
  const nested = { StackName: 'demo-Api', ChangeSetId: 'arn:nested', StatusReason: 'wrong type' }
  const outer = {
    ChangeSetId: 'arn:outer',
    StatusReason: 'Nested change set arn:nested was not successfully created: x',
  }
  const events = [
    { LogicalResourceId: 'Vpc', ValidationPath: '/Cidr', ValidationStatusReason: 'too large' },
    { LogicalResourceId: 'Subnet', ValidationStatusReason: 'missing' },
    { LogicalResourceId: 'Fine' },
  ]
  const reason = (changeSet: object, answers: Answers) => changeSetFailure(cloudFormation(answers).client, changeSet)
  t.equal(
    await reason(outer, { DescribeChangeSet: nested, DescribeEvents: { OperationEvents: events } }),
    'demo-Api: wrong type; Vpc /Cidr: too large; Subnet : missing',
  )
  t.equal(await reason(outer, { DescribeChangeSet: refusal, DescribeEvents: refusal }), outer.StatusReason)
  t.equal(await reason({}, { DescribeEvents: {} }), 'no reason given')
  const itself = { ...outer, ChangeSetId: 'arn:nested' }
  t.equal(await reason(itself, { DescribeEvents: {} }), outer.StatusReason)
  await t.rejects(reason(outer, { DescribeChangeSet: new Error('no network') }), /no network/)
  await t.rejects(reason({}, { DescribeEvents: new Error('no network') }), /no network/)
})

t.test('an update that fails names its cause and whether the stack is as before', async t => {
  const apply = async (StackStatus: string, reason: string) => {
    const event = {
      EventId: 'e',
      StackId: 'arn:1',
      StackName: 'demo',
      LogicalResourceId: 'demo',
      PhysicalResourceId: 'arn:1',
      ResourceType: 'AWS::CloudFormation::Stack',
      Timestamp: new Date(0),
    }
    const failed = { ...event, LogicalResourceId: 'Vpc', PhysicalResourceId: 'v', ResourceType: 'AWS::EC2::VPC' }
    let executed = false
    const StackEvents = [
      { ...event, EventId: '3', ResourceStatus: StackStatus },
      { ...failed, EventId: '2', ResourceStatus: 'UPDATE_FAILED', ResourceStatusReason: reason },
      { ...event, EventId: '1', ResourceStatus: 'UPDATE_IN_PROGRESS' },
    ]
    const { client } = cloudFormation({
      CreateChangeSet: { Id: 'arn:change', StackId: 'arn:1' },
      DescribeChangeSet: { ChangeSetId: 'arn:change', StackId: 'arn:1', Status: 'CREATE_COMPLETE' },
      ExecuteChangeSet: () => ((executed = true), {}),
      DescribeStackEvents: () => ({ StackEvents: executed ? StackEvents : [] }),
      DescribeStacks: { Stacks: [{ StackName: 'demo', StackStatus, Tags: stackTags('demo') }] },
    })
    const request = { stackName: 'demo', type: 'UPDATE', templateUrl: '', parameters: [], tags: [] } as const
    return applyStack(client, { ...request, parameters: [], tags: [], roleArn: undefined }, { progress: silent })
  }
  const sentence = (status: string) => `The update of stack demo ended ${status}, because Vpc (AWS::EC2::VPC) is`
  await t.rejects(apply('UPDATE_ROLLBACK_COMPLETE', 'odd'), {
    code: 'DEPLOY_FAILED',
    message: `${sentence('UPDATE_ROLLBACK_COMPLETE')} UPDATE_FAILED: odd`,
    nextStep:
      'The stack is as it was before. Correct what the reason names, and run `npm run deploy -- --prefix demo` again.',
  })
  await t.rejects(apply('UPDATE_FAILED', ''), {
    message: `${sentence('UPDATE_FAILED')} UPDATE_FAILED: no reason given`,
    nextStep: /run `npm run deploy -- --prefix demo` again .*, or `npm run destroy -- --prefix demo`\.$/,
  })
  await t.rejects(apply('UPDATE_FAILED', 'over your quota'), {
    code: 'DEPLOY_FAILED',
    nextStep: /^A quota of the account is used up/,
  })
  t.match(await apply('UPDATE_COMPLETE', ''), { changed: true, stack: { StackName: 'demo' } })
})

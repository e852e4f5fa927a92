import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation'
import { NoSuchEntityException } from '@aws-sdk/client-iam'
import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import t from 'tap'
import { serviceError, stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { findLeftovers } from './find-leftovers.ts'

const denied = Object.assign(new Error('not allowed'), { name: 'AccessDenied' })
const logGroups = { prefix: 'demo', names: [], made: new Set<string>() }

type Answers = Parameters<typeof stubAws>[0]

/** Searches with these answers; AWS refuses all other calls. */
async function search(answers: Answers) {
  const { connection } = stubAws(new Proxy(answers, { get: (all, name) => all[String(name)] ?? denied }))
  const { found, notOurs, unchecked } = await findLeftovers(connection, 'demo', logGroups)
  return { found: found.map(({ type, id }) => `${type} ${id}`), notOurs, unchecked }
}

const noStack = new CloudFormationServiceException({
  name: 'ValidationError',
  message: 'Stack with id demo does not exist',
  $fault: 'client',
  $metadata: {},
})
const stack = { StackName: 'demo', StackStatus: 'DELETE_FAILED', Tags: stackTags('demo') }
const resource = (ResourceType: string, PhysicalResourceId: string) => ({
  LogicalResourceId: PhysicalResourceId,
  ResourceType,
  PhysicalResourceId,
  ResourceStatus: 'DELETE_FAILED',
})

t.test('of the rest of a stack, what its service knows is found, and what it does not know is gone', async t => {
  const nested = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/demo-Net/1'
  const { found } = await search({
    GetResources: {},
    DescribeStacks: { Stacks: [stack] },
    ListStackResources: ({ StackName }) => ({
      StackResourceSummaries:
        StackName === nested
          ? [resource('AWS::EC2::Subnet', 'subnet-1')]
          : [
              resource('AWS::Lambda::Function', 'there'),
              resource('AWS::Lambda::Function', 'gone'),
              resource('AWS::ApiGateway::Stage', 'of a type that AWS removes with another one'),
              resource('AWS::CloudFormation::Stack', nested),
            ],
    }),
    GetFunctionConfiguration: ({ FunctionName }) =>
      FunctionName === 'there' ? {} : serviceError(ResourceNotFoundException),
    DescribeSubnets: { Subnets: [{}] },
  })
  t.same(found, ['AWS::Lambda::Function there', 'AWS::EC2::Subnet subnet-1', 'AWS::CloudFormation::Stack demo'])
})

t.test('a resource of the stack is its own, even if it has lost its tags', async t => {
  const { found, notOurs } = await search({
    GetResources: {},
    DescribeStacks: { Stacks: [stack] },
    ListStackResources: { StackResourceSummaries: [resource('AWS::IAM::Role', 'demo-producer')] },
    GetRole: ({ RoleName }) => {
      if (RoleName === 'demo-producer' || RoleName === 'demo-consumer') return { Role: { RoleName, Tags: [] } }
      return serviceError(NoSuchEntityException)
    },
    ListRolePolicies: {},
    ListAttachedRolePolicies: {},
  })
  t.same(found, ['AWS::IAM::Role demo-producer', 'AWS::CloudFormation::Stack demo'])
  t.same(notOurs, [{ type: 'AWS::IAM::Role', id: 'demo-consumer' }])
})

t.test('a tagged resource of a type that destroy does not know is listed under its ARN', async t => {
  const ResourceARN = 'arn:aws:sqs:eu-central-1:123456789012:queue'
  const { found, unchecked } = await search({
    GetResources: { ResourceTagMappingList: [{ ResourceARN, Tags: stackTags('demo') }] },
    DescribeStacks: noStack,
  })
  t.same(found, [`AWS service sqs ${ResourceARN}`])
  t.ok(unchecked.length > 0)
  for (const line of unchecked) t.match(line, /^AWS::\w+::\w+: AWS refuses the call: not allowed$/)
})

import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs'
import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import type { Constraints } from './constraints.ts'
import { sessionOf } from './iam/session-fixture.ts'
import type { ServiceModel } from './protocols/service-model.ts'
import { startLocalAws } from './server.ts'
import { services } from './services.ts'

t.test('a value that breaks its constraint is refused before IAM is asked', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const credentials = sessionOf(aws.account, 'powerless')
  const powerless = { ...aws, credentials }
  await t.rejects(new CloudWatchLogsClient(powerless).send(new DescribeLogGroupsCommand({ limit: 51 })), {
    name: 'InvalidParameterException',
    message:
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
  })
  await t.rejects(new CloudWatchLogsClient(powerless).send(new DescribeLogGroupsCommand({ limit: 50 })), {
    name: 'AccessDeniedException',
  })
  const wrong = { CreationToken: 'x'.repeat(65), PerformanceMode: 'fast' as never }
  await t.rejects(new EFSClient(powerless).send(new CreateFileSystemCommand(wrong)), {
    name: 'ValidationException',
    message: /^2 validation errors detected: .* at 'creationToken' .*; Value 'fast' at 'performanceMode' /,
  })
  const Tags = [{ Key: '', Value: '' }]
  await t.rejects(new IAMClient(powerless).send(new TagRoleCommand({ RoleName: 'powerless', Tags })), {
    name: 'ValidationError',
    message: /Value at 'tags\.1\.member\.key'/,
  })
})

t.test('names and values of a map, and members of every operation, have their constraints', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const logs = new CloudWatchLogsClient(aws)
  await t.rejects(logs.send(new CreateLogGroupCommand({ logGroupName: 'g', tags: { 'a#b': 'v' } })), {
    name: 'InvalidParameterException',
    message:
      /Value '\{a#b=v\}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must satisfy regular/,
  })
  await t.rejects(logs.send(new CreateLogGroupCommand({ logGroupName: 'g', tags: { a: 'v'.repeat(257) } })), {
    message: /Map value must satisfy constraint: \[Member must have length less than or equal to 256\]/,
  })
  await t.rejects(logs.send(new DescribeLogStreamsCommand({ logGroupName: 'g', orderBy: 'Size' as never })), {
    message: /Value 'Size' at 'orderBy' .* enum value set/,
  })
  await t.rejects(
    new LambdaClient(aws).send(new InvokeCommand({ FunctionName: 'f', InvocationType: 'Now' as never })),
    {
      name: 'ValidationException',
      message: /at 'invocationType'/,
    },
  )
  await t.rejects(new CloudFormationClient(aws).send(new ListStacksCommand({ StackStatusFilter: ['DONE' as never] })), {
    name: 'ValidationError',
    message: /at 'stackStatusFilter.1.member'/,
  })
})

t.test('every constraint belongs to an operation of its service and to a member of its input', t => {
  for (const { signingName, constraints = {}, model, operations } of services.values()) {
    const { everyOperation = {}, ...ofOne }: Constraints = constraints
    const all = new Set(Object.keys(operations).flatMap(name => membersOf(model, name)))
    t.same(
      Object.keys(everyOperation).filter(name => !all.has(name)),
      [],
      `${signingName}, every operation`,
    )
    for (const [operationName, members] of Object.entries(ofOne)) {
      t.ok(operations[operationName], `${signingName}:${operationName}`)
      const names = membersOf(model, operationName)
      t.same(
        Object.keys(members).filter(name => !names.includes(name)),
        [],
        `${signingName}:${operationName}`,
      )
    }
  }
  t.end()
})

function membersOf(model: ServiceModel, operationName: string): string[] {
  const { input } = model.operation(operationName)!
  return input.isStructSchema() ? [...input.structIterator()].map(([name]) => name) : []
}

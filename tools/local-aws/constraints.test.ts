import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs'
import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { sessionOf } from './iam/session-fixture.ts'
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

t.test('every constraint belongs to an operation of its service and to a member of its input', t => {
  for (const { signingName, constraints = {}, model, operations } of services.values()) {
    for (const [operationName, members] of Object.entries(constraints)) {
      t.ok(operations[operationName], `${signingName}:${operationName}`)
      const names = [...model.operation(operationName)!.input.structIterator()].map(([name]) => name)
      t.same(
        Object.keys(members).filter(name => !names.includes(name)),
        [],
        `${signingName}:${operationName}`,
      )
    }
  }
  t.end()
})

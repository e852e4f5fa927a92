import { CreateRestApiCommand, TagResourceCommand as TagApiCommand } from '@aws-sdk/client-api-gateway'
import { CreateLogGroupCommand, TagResourceCommand as TagLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateTagsCommand, CreateVpcCommand } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, TagResourceCommand as TagFileSystemCommand } from '@aws-sdk/client-efs'
import { CreateRoleCommand, TagRoleCommand } from '@aws-sdk/client-iam'
import t from 'tap'
import { checkTagCount } from './tag-count.ts'
import { tag, taggedServices } from './tagged-services-fixture.ts'

const { ec2, efs, iam, logs, apiGateway, role } = await taggedServices(t)

t.test('tags of AWS itself, and those that are replaced, do not count', t => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`)
  const check = (before: string[], added: string[]) => () =>
    checkTagCount(before, added, () => new Error('many') as never)
  t.doesNotThrow(check(keys(50), ['k0', 'aws:cloudformation:stack-id']))
  t.throws(check(keys(50), ['one']), { message: 'many' })
  t.end()
})

t.test('a resource has fifty tags at most, at its creation and later', async t => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`)
  const map = (count: number) => Object.fromEntries(keys(count).map(key => [key, 'v']))
  const more = { one: 'v' }
  const range = { CidrBlock: '10.1.0.0/16' }
  for (const [name, status, make, add] of [
    [
      'TagLimitExceeded',
      400,
      async (count: number) => {
        const TagSpecifications = [{ ResourceType: 'vpc' as const, Tags: tag(...keys(count)) }]
        return (await ec2.send(new CreateVpcCommand({ ...range, TagSpecifications }))).Vpc!.VpcId!
      },
      (id: string) => ec2.send(new CreateTagsCommand({ Resources: [id], Tags: tag('one') })),
    ],
    [
      'LimitExceededException',
      409,
      async (count: number) => {
        const made = { ...role, RoleName: `tagged-${count}`, Tags: tag(...keys(count)) }
        return (await iam.send(new CreateRoleCommand(made))).Role!.RoleName!
      },
      (RoleName: string) => iam.send(new TagRoleCommand({ RoleName, Tags: tag('one') })),
    ],
    [
      'BadRequest',
      400,
      async (count: number) => {
        const made = { CreationToken: `tagged-${count}`, Tags: tag(...keys(count)) }
        return (await efs.send(new CreateFileSystemCommand(made))).FileSystemId!
      },
      (ResourceId: string) => efs.send(new TagFileSystemCommand({ ResourceId, Tags: tag('one') })),
    ],
    [
      'TooManyTagsException',
      400,
      async (count: number) => {
        const logGroupName = `/tagged-${count}`
        await logs.send(new CreateLogGroupCommand({ logGroupName, tags: map(count) }))
        return `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`
      },
      (resourceArn: string) => logs.send(new TagLogGroupCommand({ resourceArn, tags: more })),
    ],
    [
      'BadRequestException',
      400,
      async (count: number) => {
        const { id } = await apiGateway.send(new CreateRestApiCommand({ name: 'tagged', tags: map(count) }))
        return `arn:aws:apigateway:us-east-1::/restapis/${id}`
      },
      (resourceArn: string) => apiGateway.send(new TagApiCommand({ resourceArn, tags: more })),
    ],
  ] as const) {
    await t.rejects(make(51), `${name}: 51 tags`)
    await t.rejects(add(await make(50)), { name, $metadata: { httpStatusCode: status } })
  }
})

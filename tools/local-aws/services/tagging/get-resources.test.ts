import { CloudWatchLogsClient, CreateLogGroupCommand, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateInternetGatewayCommand, CreateTagsCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs'
import {
  GetResourcesCommand,
  type GetResourcesInput,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import t, { type Test } from 'tap'
import { startLocalAws } from '../../server.ts'

async function start(t: Test) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const { region, endpoint, credentials } = aws
  const config = { region, endpoint, credentials }
  const client = new ResourceGroupsTaggingAPIClient(config)
  const logs = new CloudWatchLogsClient(config)
  const listed = async (input: GetResourcesInput) =>
    (await client.send(new GetResourcesCommand(input))).ResourceTagMappingList!.map(({ ResourceARN }) => ResourceARN)
  return { aws, config, client, logs, listed }
}

t.test('resources of several services are found by tag and by type, with all their tags', async t => {
  const { config, client, logs, listed } = await start(t)
  const tags = { Project: 'p', Prefix: 'a' }
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
  const ec2 = new EC2Client(config)
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  await ec2.send(new CreateVpcCommand({ CidrBlock: '10.1.0.0/16' }))
  await ec2.send(new CreateTagsCommand({ Resources: [Vpc!.VpcId!], Tags }))
  const efs = new EFSClient(config)
  const { FileSystemArn } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'a', Tags }))
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'models' }))
  await s3.send(new PutBucketTaggingCommand({ Bucket: 'models', Tagging: { TagSet: Tags } }))
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/a', tags: { ...tags, Prefix: 'b' } }))

  const vpc = `arn:aws:ec2:us-east-1:000000000000:vpc/${Vpc!.VpcId}`
  const group = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/a'
  const TagFilters = [{ Key: 'Project', Values: ['p'] }]
  t.same(await listed({ TagFilters }), [vpc, FileSystemArn, group, 'arn:aws:s3:::models'])
  t.same(await listed({ TagFilters: [...TagFilters, { Key: 'Prefix', Values: ['b', 'c'] }] }), [group])
  t.same(await listed({ TagFilters: [{ Key: 'Prefix' }], ResourceTypeFilters: ['ec2:vpc', 's3'] }), [
    vpc,
    'arn:aws:s3:::models',
  ])
  t.same(
    await listed({ ResourceTypeFilters: ['ec2'] }),
    [vpc],
    'a service includes all its types; resources without tags are not listed',
  )
  t.same(await listed({ TagFilters: [{ Key: 'project', Values: ['p'] }] }), [], 'case matters')
  const { ResourceTagMappingList } = await client.send(new GetResourcesCommand({ ResourceTypeFilters: ['ec2:vpc'] }))
  t.same(ResourceTagMappingList, [{ ResourceARN: vpc, Tags }])
})

t.test('every type of EC2 that has tags is listed', async t => {
  const { config, listed } = await start(t)
  const TagSpecifications = [{ ResourceType: 'internet-gateway' as const, Tags: [{ Key: 'Project', Value: 'p' }] }]
  const made = await new EC2Client(config).send(new CreateInternetGatewayCommand({ TagSpecifications }))
  const arn = `arn:aws:ec2:us-east-1:000000000000:internet-gateway/${made.InternetGateway!.InternetGatewayId}`
  t.same(await listed({ TagFilters: [{ Key: 'Project' }], ResourceTypeFilters: ['ec2:internet-gateway'] }), [arn])
})

t.test('pages follow each other until the token is empty', async t => {
  const { client, logs } = await start(t)
  for (const logGroupName of ['a', 'b', 'c'])
    await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { k: '' } }))
  const first = await client.send(new GetResourcesCommand({ ResourcesPerPage: 2 }))
  t.equal(first.ResourceTagMappingList!.length, 2)
  const { PaginationToken } = first
  const second = await client.send(new GetResourcesCommand({ ResourcesPerPage: 2, PaginationToken }))
  t.match(second, { PaginationToken: '', ResourceTagMappingList: [{ ResourceARN: /:c$/ }] })
  await t.rejects(client.send(new GetResourcesCommand({ ResourcesPerPage: 101 })), {
    name: 'InvalidParameterException',
  })
  await t.rejects(client.send(new GetResourcesCommand({ TagsPerPage: 100 })), { name: 'NotImplemented' })
})

t.test('a resource may still be listed after its deletion, as on AWS', async t => {
  const { aws, logs, listed } = await start(t)
  const logGroupName = 'a'
  await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { k: 'v' } }))
  aws.account.tagging.staleMs = 60_000
  t.equal((await listed({})).length, 1)
  await logs.send(new DeleteLogGroupCommand({ logGroupName }))
  t.equal((await listed({})).length, 1)
  aws.account.tagging.staleMs = 0
  t.same(await listed({}), [])
})

import {
  GetResourcesCommand,
  type GetResourcesInput,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api'
import t from 'tap'
import { accountAlone, permissionsAsked } from '../../../asked-permissions-fixture.ts'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const client = new ResourceGroupsTaggingAPIClient(aws)
const { account } = aws
const tags = new Map([['k', 'v']])
const refused = (message: string | RegExp) => ({
  name: 'InvalidParameterException',
  message,
  $metadata: { httpStatusCode: 400 },
})
const get = (input: GetResourcesInput) => client.send(new GetResourcesCommand(input))
const listed = async (input: GetResourcesInput) =>
  (await get(input)).ResourceTagMappingList!.map(({ ResourceARN }) => ResourceARN)

for (const [collection, id] of [
  [account.ec2.vpcs, 'vpc-1'],
  [account.ec2.subnets, 'subnet-1'],
  [account.ec2.routeTables, 'rtb-1'],
  [account.ec2.securityGroups, 'sg-1'],
  [account.ec2.vpcEndpoints, 'vpce-1'],
] as const)
  collection.set(id, { tags } as never)
account.efs.fileSystems.set('fs-1', { fileSystemId: 'fs-1', tags } as never)
account.efs.accessPoints.set('fsap-1', { accessPointId: 'fsap-1', tags } as never)
account.lambda.functions.set('f', { functionArn: account.arn('lambda', 'function:f'), tags } as never)
account.s3.buckets.set('b', { name: 'b', tags: [{ Key: 'k', Value: 'v' }, { Key: 'empty' }] } as never)
account.logs.groups.set('/g', { logGroupName: '/g', tags } as never)
const stages = new Map([['prod', { tags: { k: 'v' } }]])
account.apiGateway.apis.set('api', { description: { tags: { k: 'v' } }, stages } as never)
t.teardown(() => account.lambda.functions.clear())

t.test('resources of every service are listed under their ARN, sorted', async t => {
  const api = 'arn:aws:apigateway:us-east-1::/restapis/api'
  const ec2 = ['route-table/rtb-1', 'security-group/sg-1', 'subnet/subnet-1', 'vpc-endpoint/vpce-1', 'vpc/vpc-1']
  const arns = [
    api,
    `${api}/stages/prod`,
    ...ec2.map(one => account.arn('ec2', one)),
    account.arn('elasticfilesystem', 'access-point/fsap-1'),
    account.arn('elasticfilesystem', 'file-system/fs-1'),
    account.arn('lambda', 'function:f'),
    account.arn('logs', 'log-group:/g'),
    'arn:aws:s3:::b',
  ]
  t.same(await listed({}), arns)
  for (const [type, count] of [
    ['ec2', 5],
    ['ec2:vpc', 1],
    ['ec2:subnet', 1],
    ['ec2:route-table', 1],
    ['ec2:security-group', 1],
    ['ec2:vpc-endpoint', 1],
    ['elasticfilesystem', 2],
    ['elasticfilesystem:file-system', 1],
    ['elasticfilesystem:access-point', 1],
    ['lambda:function', 1],
    ['s3', 1],
    ['logs:log-group', 1],
    ['apigateway:restapis', 2],
    ['apigateway', 2],
    ['ec', 0],
    ['vpc', 0],
  ] as const)
    t.equal((await listed({ ResourceTypeFilters: [type] })).length, count, type)
  t.same(await listed({ ResourceARNList: [api, 'arn:none'] }), [api])
  const { ResourceTagMappingList } = await get({ ResourceTypeFilters: ['s3'] })
  t.same(ResourceTagMappingList![0]!.Tags, [
    { Key: 'k', Value: 'v' },
    { Key: 'empty', Value: '' },
  ])
  t.equal((await listed({ TagFilters: [{ Key: 'k', Values: ['w', 'v'] }] })).length, arns.length)
  t.same(await listed({ TagFilters: [{ Key: 'k', Values: ['w'] }] }), [])
  t.same(await listed({ TagFilters: [{ Key: 'empty', Values: [''] }, { Key: 'k' }] }), ['arn:aws:s3:::b'])
})

t.test('a page has 1 to 100 resources, and a list of ARNs excludes filters and pages', async t => {
  for (const ResourcesPerPage of [1, 100]) await t.resolves(get({ ResourcesPerPage }))
  for (const ResourcesPerPage of [0, 101])
    await t.rejects(get({ ResourcesPerPage }), refused('ResourcesPerPage must be between 1 and 100'))
  await t.rejects(get({ PaginationToken: '#' }), refused('Invalid pagination token'))
  const list = { ResourceARNList: ['arn'] }
  for (const more of [
    { TagFilters: [{ Key: 'k' }] },
    { ResourceTypeFilters: ['s3'] },
    { ResourcesPerPage: 1 },
    { PaginationToken: 'MQ==' },
  ])
    await t.rejects(get({ ...list, ...more }), refused(/^ResourceARNList cannot be given together with/))
  await t.resolves(get({ ...list, TagFilters: [], ResourceTypeFilters: [], PaginationToken: '' }))
  const more = Array.from({ length: 50 }, (_, index) => `/more/${index}`)
  for (const logGroupName of more) account.logs.groups.set(logGroupName, { logGroupName, tags } as never)
  t.equal((await listed({})).length, 50, 'the default')
  for (const logGroupName of more) account.logs.groups.delete(logGroupName)
})

t.test('a stale resource is listed until its time is over', async t => {
  let now = 1_000_000
  t.intercept(account, 'now', { value: () => new Date(now) })
  account.tagging.staleMs = 1000
  t.teardown(() => (account.tagging.staleMs = 0))
  account.s3.buckets.set('old', { name: 'old', tags: [{ Key: 'k' }] } as never)
  const isListed = async () => (await listed({ ResourceTypeFilters: ['s3'] })).includes('arn:aws:s3:::old')
  t.equal(await isListed(), true)
  account.s3.buckets.delete('old')
  now += 999
  t.equal(await isListed(), true)
  now += 1
  t.equal(await isListed(), false)
})

t.test('a call needs a permission on all resources', t => {
  t.same(permissionsAsked(accountAlone(), 'tagging')('GetResources'), ['tag:GetResources on *'])
  t.end()
})

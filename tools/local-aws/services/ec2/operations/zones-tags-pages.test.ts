import * as sdk from '@aws-sdk/client-ec2'
import t from 'tap'
import { foundBy, taggedNetwork, Tags } from './tagged-network-fixture.ts'

const { answer, VpcId } = await taggedNetwork(t)

t.test('zones and the prefix list of S3 are described in full', async t => {
  const zone = (letter: string, id: number) => ({
    ZoneName: `us-east-1${letter}`,
    ZoneId: `use1-az${id}`,
    ZoneType: 'availability-zone',
    RegionName: 'us-east-1',
    State: 'available',
    OptInStatus: 'opt-in-not-required',
    Messages: [],
  })
  const zones = async (input: object) =>
    (await answer(new sdk.DescribeAvailabilityZonesCommand(input))).AvailabilityZones
  t.same(await zones({}), [zone('a', 1), zone('b', 2), zone('c', 3)])
  t.same(await zones({ ZoneIds: ['use1-az2'] }), [zone('b', 2)])
  for (const [Name, value] of [
    ['zone-type', 'availability-zone'],
    ['region-name', 'us-east-1'],
    ['state', 'available'],
    ['opt-in-status', 'opt-in-not-required'],
  ] as const)
    t.equal((await zones({ Filters: [{ Name, Values: [value] }] })).length, 3, Name)
  t.same(await zones({ Filters: [{ Name: 'zone-name', Values: ['us-east-1c'] }] }), [zone('c', 3)])
  const list = {
    PrefixListId: 'pl-63a5400a',
    PrefixListName: 'com.amazonaws.us-east-1.s3',
    PrefixListArn: 'arn:aws:ec2:us-east-1:aws:prefix-list/pl-63a5400a',
    AddressFamily: 'IPv4',
    OwnerId: 'AWS',
    State: 'create-complete',
    Tags: [],
  }
  const lists = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeManagedPrefixListsCommand({ Filters }))).PrefixLists
  t.same(await lists([]), [list])
  await foundBy(
    t,
    lists,
    { 'prefix-list-id': list.PrefixListId, 'prefix-list-name': list.PrefixListName, 'owner-id': 'AWS' },
    [list],
  )
})

t.test('tags are replaced and removed, all of them if none is named', async t => {
  const tags = async () => (await answer(new sdk.DescribeVpcsCommand({ VpcIds: [VpcId] }))).Vpcs[0].Tags
  const tag = (Key: string, Value?: string) =>
    answer(new sdk.CreateTagsCommand({ Resources: [VpcId], Tags: [{ Key, Value }] }))
  await tag('k', 'other')
  await tag('empty')
  t.same(await tags(), [
    { Key: 'k', Value: 'other' },
    { Key: 'empty', Value: '' },
  ])
  await answer(new sdk.DeleteTagsCommand({ Resources: [VpcId], Tags: [{ Key: 'k' }] }))
  t.same(await tags(), [{ Key: 'empty', Value: '' }])
  await answer(new sdk.DeleteTagsCommand({ Resources: [VpcId] }))
  t.same(await tags(), [])
  await t.rejects(tag('aws:k'), {
    name: 'InvalidParameterValue',
    message: "Tag keys starting with 'aws:' are reserved for internal use",
  })
  await t.rejects(answer(new sdk.CreateTagsCommand({ Resources: [VpcId], Tags: [...Tags, ...Tags] })), {
    message: "Duplicate tag key 'k' specified.",
  })
})

t.test('pages have five to a thousand items', async t => {
  const page = (input: object) => answer(new sdk.DescribeSubnetsCommand(input))
  for (const MaxResults of [5, 1000]) await t.resolves(page({ MaxResults }))
  const wrong = (size: number, expected: string) => ({
    name: 'InvalidParameterValue',
    message: `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${expected}.`,
  })
  await t.rejects(page({ MaxResults: 4 }), wrong(4, 'greater than or equal to 5'))
  await t.rejects(page({ MaxResults: 1001 }), wrong(1001, 'less than or equal to 1000'))
  t.same((await page({ MaxResults: 5, NextToken: '1' })).Subnets, [], 'the end of the list')
  for (const NextToken of ['2', 'x'])
    await t.rejects(page({ MaxResults: 5, NextToken }), {
      name: 'InvalidNextToken',
      message: 'The specified NextToken is invalid.',
    })
})

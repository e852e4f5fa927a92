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

t.test('pages have the sizes of their call, and wrong sizes, tokens and IDs get its words', async t => {
  const refused = (name: string, message: string) => ({ name, message })
  const wrongSize = (size: number, expected: string, member = 'MaxResults') =>
    refused(
      'InvalidParameterValue',
      `Value ( ${size} ) for parameter ${member} is invalid. Expecting a value ${expected}.`,
    )
  const noToken = (token: string) =>
    refused('InvalidParameterValue', `Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`)
  const noIds = (message: string) => refused('InvalidParameterCombination', message)
  const beside = (ids: string) => noIds(`The parameter ${ids} cannot be used with the parameter MaxResults`)
  const most = {
    sizes: [5, 1000] as const,
    small: 'greater than or equal to 5',
    large: 'smaller than or equal to 1000',
  }
  interface Paged {
    readonly Call: { readonly name: string }
    readonly sizes: readonly [smallest: number, largest: number]
    readonly small: string
    /** Undefined if a larger size is accepted. */
    readonly large: string | undefined
    readonly member?: string
    readonly ids?: string
    readonly idsRefused?: { name: string; message: string }
    readonly token?: (token: string) => { name: string; message: string }
  }
  const calls: Paged[] = [
    { Call: sdk.DescribeVpcsCommand, ids: 'VpcIds', ...most },
    { Call: sdk.DescribeSubnetsCommand, ids: 'SubnetIds', ...most },
    { Call: sdk.DescribeInternetGatewaysCommand, ids: 'InternetGatewayIds', ...most },
    { Call: sdk.DescribeNetworkInterfacesCommand, ids: 'NetworkInterfaceIds', ...most },
    {
      Call: sdk.DescribeSecurityGroupsCommand,
      ids: 'GroupIds',
      idsRefused: noIds('The parameter securityGroupIdSet cannot be used with the parameter maxResults'),
      sizes: [5, 1000],
      small: 'greater than 5',
      large: 'smaller than 1000',
      member: 'maxResults',
    },
    {
      Call: sdk.DescribeSecurityGroupRulesCommand,
      ids: 'SecurityGroupRuleIds',
      idsRefused: noIds("The parameter 'securityGroupRuleIds' may not be used in combination with 'maxResults'."),
      ...most,
      token: (token: string) => refused('InvalidPaginationToken', `Next token '${token}' is invalid`),
    },
    {
      Call: sdk.DescribeRouteTablesCommand,
      ...most,
      sizes: [5, 100],
      large: 'smaller than or equal to 100',
    },
    { Call: sdk.DescribeVpcEndpointsCommand, ...most, sizes: [5, 2 ** 31 - 2], large: undefined },
    {
      Call: sdk.DescribeManagedPrefixListsCommand,
      sizes: [1, 100],
      small: 'greater than or equal to 1',
      large: 'smaller than or equal to 100',
    },
  ]
  for (const { Call, sizes, small, large, member, ids, idsRefused, token = noToken } of calls) {
    const page = (input: object) => answer(new (Call as typeof sdk.DescribeVpcsCommand)(input))
    const [smallest, largest] = sizes
    for (const MaxResults of sizes) await t.resolves(page({ MaxResults }), `${Call.name} ${MaxResults}`)
    await t.rejects(page({ MaxResults: smallest - 1 }), wrongSize(smallest - 1, small, member), Call.name)
    if (large !== undefined)
      await t.rejects(page({ MaxResults: largest + 1 }), wrongSize(largest + 1, large, member), Call.name)
    for (const NextToken of ['99', 'x'])
      await t.rejects(page({ MaxResults: 5, NextToken }), token(NextToken), Call.name)
    // The IDs are not looked at: no resource has this one.
    if (ids) await t.rejects(page({ MaxResults: 1, [ids]: ['x-1'] }), idsRefused ?? beside(ids), Call.name)
  }
  const subnets = await answer(new sdk.DescribeSubnetsCommand({ MaxResults: 5, NextToken: '1' }))
  t.same(subnets.Subnets, [], 'the end of the list')
})

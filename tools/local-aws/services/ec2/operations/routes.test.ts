import * as sdk from '@aws-sdk/client-ec2'
import t from 'tap'
import { foundBy, OwnerId, tagged, taggedNetwork, Tags } from './tagged-network-fixture.ts'

const { answer, VpcId, SubnetId } = await taggedNetwork(t)

t.test('a route table has its routes and associations, and goes only without them', async t => {
  const { RouteTable } = await answer(new sdk.CreateRouteTableCommand({ VpcId, ...tagged('route-table') }))
  const { RouteTableId } = RouteTable
  const { InternetGateway } = await answer(new sdk.CreateInternetGatewayCommand(tagged('internet-gateway')))
  const { InternetGatewayId } = InternetGateway
  t.same(InternetGateway, { InternetGatewayId, OwnerId, Attachments: [], Tags })
  await answer(new sdk.AttachInternetGatewayCommand({ InternetGatewayId, VpcId }))
  const { VpcEndpoint } = await answer(
    new sdk.CreateVpcEndpointCommand({
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      RouteTableIds: [RouteTableId],
      ...tagged('vpc-endpoint'),
    }),
  )
  const { VpcEndpointId, CreationTimestamp, PolicyDocument, ...endpoint } = VpcEndpoint
  t.match(CreationTimestamp, Date)
  t.same(JSON.parse(PolicyDocument), {
    Version: '2008-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  })
  t.same(endpoint, {
    VpcEndpointType: 'Gateway',
    VpcId,
    ServiceName: 'com.amazonaws.us-east-1.s3',
    State: 'available',
    RouteTableIds: [RouteTableId],
    SubnetIds: [],
    Groups: [],
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    NetworkInterfaceIds: [],
    DnsEntries: [],
    OwnerId,
    Tags,
  })
  const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0' }
  t.same(await answer(new sdk.CreateRouteCommand({ ...route, GatewayId: InternetGatewayId })), { Return: true })
  const { AssociationId, AssociationState } = await answer(
    new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId }),
  )
  t.same(AssociationState, { State: 'associated' })
  const tables = async (input: object) => (await answer(new sdk.DescribeRouteTablesCommand(input))).RouteTables
  t.same(await tables({ RouteTableIds: [RouteTableId] }), [
    {
      RouteTableId,
      VpcId,
      OwnerId,
      Associations: [
        {
          Main: false,
          RouteTableAssociationId: AssociationId,
          RouteTableId,
          SubnetId,
          AssociationState: { State: 'associated' },
        },
      ],
      PropagatingVgws: [],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
        { DestinationPrefixListId: 'pl-63a5400a', GatewayId: VpcEndpointId, Origin: 'CreateRoute', State: 'active' },
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: InternetGatewayId, Origin: 'CreateRoute', State: 'active' },
      ],
      Tags,
    },
  ])
  const [main] = await tables({ Filters: [{ Name: 'association.main', Values: ['true'] }] })
  t.same(main.Associations, [
    {
      Main: true,
      RouteTableId: main.RouteTableId,
      RouteTableAssociationId: main.RouteTableId.replace('rtb', 'rtbassoc'),
      AssociationState: { State: 'associated' },
    },
  ])
  const ids = async (Filters: sdk.Filter[]) =>
    (await tables({ Filters })).map((one: sdk.RouteTable) => one.RouteTableId)
  await foundBy(
    t,
    ids,
    {
      'route-table-id': RouteTableId,
      'association.main': 'false',
      'association.subnet-id': SubnetId,
      'association.route-table-association-id': AssociationId,
    },
    [RouteTableId],
  )
  await foundBy(t, ids, { 'vpc-id': VpcId }, [main.RouteTableId, RouteTableId])
  const gateways = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeInternetGatewaysCommand({ Filters }))).InternetGateways.map(
      (one: sdk.InternetGateway) => one.InternetGatewayId,
    )
  await foundBy(
    t,
    gateways,
    { 'internet-gateway-id': InternetGatewayId, 'attachment.vpc-id': VpcId, 'attachment.state': 'available' },
    [InternetGatewayId],
  )
  const endpoints = async (Filters: sdk.Filter[]) =>
    (await answer(new sdk.DescribeVpcEndpointsCommand({ Filters }))).VpcEndpoints.map(
      (one: sdk.VpcEndpoint) => one.VpcEndpointId,
    )
  await foundBy(
    t,
    endpoints,
    {
      'vpc-endpoint-id': VpcEndpointId,
      'vpc-id': VpcId,
      'service-name': 'com.amazonaws.us-east-1.s3',
      'vpc-endpoint-type': 'Gateway',
      'vpc-endpoint-state': 'available',
    },
    [VpcEndpointId],
  )

  const busy = {
    name: 'DependencyViolation',
    message: `The routeTable '${RouteTableId}' has dependencies and cannot be deleted.`,
  }
  const remove = () => answer(new sdk.DeleteRouteTableCommand({ RouteTableId }))
  await t.rejects(remove(), busy)
  await answer(new sdk.DisassociateRouteTableCommand({ AssociationId }))
  await t.rejects(answer(new sdk.DisassociateRouteTableCommand({ AssociationId })), {
    name: 'InvalidAssociationID.NotFound',
  })
  await t.rejects(remove(), busy, 'the endpoint still has it')
  const modify = (more: object) => answer(new sdk.ModifyVpcEndpointCommand({ VpcEndpointId, ...more }))
  t.same(await modify({ RemoveRouteTableIds: [RouteTableId] }), { Return: true })
  t.same(await modify({ AddRouteTableIds: [RouteTableId] }), { Return: true })
  await t.rejects(remove(), busy)
  await t.rejects(modify({ PolicyDocument: '{' }), { name: 'InvalidPolicyDocument' })
  await t.rejects(answer(new sdk.DeleteRouteTableCommand({ RouteTableId: main.RouteTableId })), {
    name: 'DependencyViolation',
  })
  t.same(
    (await answer(new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpointId, 'vpce-0'] }))).Unsuccessful,
    [
      {
        ResourceId: 'vpce-0',
        Error: { Code: 'InvalidVpcEndpoint.NotFound', Message: "The Vpc Endpoint Id 'vpce-0' does not exist" },
      },
    ],
  )
  await t.rejects(modify({}), { name: 'InvalidVpcEndpointId.NotFound' })
  await answer(new sdk.DeleteRouteCommand(route))
  await t.rejects(answer(new sdk.DeleteRouteCommand(route)), {
    name: 'InvalidRoute.NotFound',
    message: `no route with destination-cidr-block 0.0.0.0/0 in route table ${RouteTableId}`,
  })
  await answer(new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }))
  await answer(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }))
  await remove()
  for (const [command, name] of [
    [new sdk.DeleteRouteTableCommand({ RouteTableId }), 'InvalidRouteTableID.NotFound'],
    [new sdk.DeleteInternetGatewayCommand({ InternetGatewayId }), 'InvalidInternetGatewayID.NotFound'],
    [new sdk.DeleteSecurityGroupCommand({ GroupId: 'sg-0' }), 'InvalidGroup.NotFound'],
    [new sdk.DeleteVpcCommand({ VpcId: 'vpc-0' }), 'InvalidVpcID.NotFound'],
    [new sdk.DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] }), 'InvalidVpcEndpointId.NotFound'],
    [new sdk.CreateTagsCommand({ Resources: ['vpc-0'], Tags }), 'InvalidID'],
  ] as const)
    await t.rejects(answer(command), { name }, name)
})

import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteRouteCommand,
  DeleteVpcCommand,
  DescribeInternetGatewaysCommand,
  DescribeRouteTablesCommand,
  DetachInternetGatewayCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const ec2 = new EC2Client(aws)

async function newVpc(): Promise<string> {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  return Vpc!.VpcId!
}

async function newGateway(): Promise<string> {
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}))
  return InternetGateway!.InternetGatewayId!
}

const attach = (InternetGatewayId: string, VpcId: string) =>
  ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId, VpcId }))
const detach = (InternetGatewayId: string, VpcId: string) =>
  ec2.send(new DetachInternetGatewayCommand({ InternetGatewayId, VpcId }))

t.test('a VPC has at most one internet gateway, and cannot be deleted with it', async t => {
  const [VpcId, other] = [await newVpc(), await newVpc()]
  const [first, second] = [await newGateway(), await newGateway()]
  await attach(first, VpcId)
  await t.rejects(attach(second, VpcId), { name: 'InvalidParameterValue', message: /already has an internet gateway/ })
  await t.rejects(attach(first, other), { name: 'Resource.AlreadyAssociated' })
  await t.rejects(attach('igw-0', VpcId), { name: 'InvalidInternetGatewayID.NotFound' })
  const Filters = [{ Name: 'attachment.vpc-id', Values: [VpcId] }]
  const { InternetGateways } = await ec2.send(new DescribeInternetGatewaysCommand({ Filters }))
  t.match(InternetGateways, [{ InternetGatewayId: first, Attachments: [{ VpcId, State: 'available' }] }])
  t.equal(InternetGateways!.length, 1)

  await t.rejects(ec2.send(new DeleteVpcCommand({ VpcId })), { name: 'DependencyViolation' })
  const remove = () => ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: first }))
  await t.rejects(remove(), { name: 'DependencyViolation' })
  await t.rejects(detach(first, other), { name: 'Gateway.NotAttached' })
  await detach(first, VpcId)
  await remove()
  await ec2.send(new DeleteVpcCommand({ VpcId }))
  await t.rejects(ec2.send(new DescribeInternetGatewaysCommand({ InternetGatewayIds: [first] })), {
    name: 'InvalidInternetGatewayID.NotFound',
  })
})

t.test('a route leads to its VPC’s gateway, one for each destination, and nowhere after a detachment', async t => {
  const VpcId = await newVpc()
  const GatewayId = await newGateway()
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }))
  const RouteTableId = RouteTable!.RouteTableId!
  const route = (request: object) => ec2.send(new CreateRouteCommand({ RouteTableId, ...request }))
  const anywhere = { DestinationCidrBlock: '0.0.0.0/0' }
  await t.rejects(route({ ...anywhere, GatewayId }), {
    name: 'InvalidParameterValue',
    message: `route table ${RouteTableId} and network gateway ${GatewayId} belong to different networks`,
  })
  await attach(GatewayId, VpcId)
  await t.rejects(route({ ...anywhere, GatewayId: 'igw-0' }), { name: 'InvalidGatewayID.NotFound' })
  await t.rejects(route({ GatewayId }), { name: 'MissingParameter', message: /DestinationCidrBlock/ })
  await t.rejects(route(anywhere), { name: 'MissingParameter', message: /GatewayId/ })
  await t.rejects(route({ DestinationCidrBlock: 'anywhere', GatewayId }), {
    name: 'InvalidParameterValue',
    message: /\(anywhere\) for parameter destinationCidrBlock is invalid/,
  })
  await route({ DestinationCidrBlock: '0.0.0.1/0', GatewayId })
  await t.rejects(route({ ...anywhere, GatewayId }), { name: 'RouteAlreadyExists' })
  await t.rejects(route({ DestinationCidrBlock: '10.0.0.0/16', GatewayId }), { name: 'RouteAlreadyExists' })

  const toGateway = async () => {
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }))
    return RouteTables![0]!.Routes!.find(one => one.GatewayId === GatewayId)
  }
  t.match(await toGateway(), { ...anywhere, State: 'active' })
  await detach(GatewayId, VpcId)
  t.match(await toGateway(), { ...anywhere, State: 'blackhole' })
  const remove = () => ec2.send(new DeleteRouteCommand({ RouteTableId, ...anywhere }))
  await remove()
  t.equal(await toGateway(), undefined)
  await t.rejects(remove(), { name: 'InvalidRoute.NotFound' })
})

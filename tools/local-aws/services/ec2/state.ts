import { randomBytes } from 'node:crypto'
import { AwsError } from '../../aws-error.ts'
import type {
  InternetGateway,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from './network-model.ts'
import type { Account } from './operation.ts'

/** The account's virtual network. It carries no packets: network/ asks it which connections are possible. */
export class Ec2State {
  readonly account: Account
  readonly vpcs = new Map<string, Vpc>()
  readonly subnets = new Map<string, Subnet>()
  readonly routeTables = new Map<string, RouteTable>()
  readonly securityGroups = new Map<string, SecurityGroup>()
  readonly vpcEndpoints = new Map<string, VpcEndpoint>()
  readonly internetGateways = new Map<string, InternetGateway>()
  readonly networkInterfaces = new Map<string, NetworkInterface>()

  constructor(account: Account) {
    this.account = account
  }

  /** `us-east-1a` … The local Region has three zones, as most Regions have. */
  availabilityZones(): { name: string; id: string }[] {
    const { region } = this.account
    const short = region
      .split('-')
      .map((part, index) => (index === 1 ? part[0] : part))
      .join('')
    return ['a', 'b', 'c'].map((letter, index) => ({ name: region + letter, id: `${short}-az${index + 1}` }))
  }

  /** The AWS-managed prefix list of S3's addresses in this Region, to which security-group rules may refer. */
  s3PrefixList(): { id: string; name: string } {
    return { id: 'pl-63a5400a', name: `com.amazonaws.${this.account.region}.s3` }
  }

  vpc(id: string): Vpc {
    return found(this.vpcs.get(id), 'InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`)
  }

  subnet(id: string): Subnet {
    return found(this.subnets.get(id), 'InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`)
  }

  routeTable(id: string): RouteTable {
    return found(this.routeTables.get(id), 'InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`)
  }

  internetGateway(id: string): InternetGateway {
    const message = `The internetGateway ID '${id}' does not exist`
    return found(this.internetGateways.get(id), 'InvalidInternetGatewayID.NotFound', message)
  }

  securityGroup(id: string): SecurityGroup {
    checkGroupId(id)
    return found(this.securityGroups.get(id), 'InvalidGroup.NotFound', `The security group '${id}' does not exist`)
  }

  /** The table that applies to a subnet: its associated one, or else the VPC's main table. */
  routeTableOf(subnet: Subnet): RouteTable | undefined {
    const ofVpc = [...this.routeTables.values()].filter(table => table.vpcId === subnet.vpcId)
    return (
      ofVpc.find(table => [...table.associations.values()].includes(subnet.subnetId)) ?? ofVpc.find(table => table.main)
    )
  }
}

/**
 * Only IDs of security groups are refused for their form; another ID of a wrong form does not exist. Words:
 * github.com/genevieve/leftovers/issues/7 and github.com/hashicorp/terraform/issues/16673.
 */
function checkGroupId(id: string): void {
  if (/^sg-[0-9a-f]+$/.test(id)) return
  const expected = id.startsWith('sg-') ? '' : ' (expecting "sg-...")'
  throw new AwsError('InvalidGroupId.Malformed', `Invalid id: "${id}"${expected}`)
}

function found<T>(resource: T | undefined, code: string, message: string): T {
  if (!resource) throw new AwsError(code, message)
  return resource
}

/** `vpc-0a1b…`: the prefix and 17 hexadecimal digits. */
export function resourceId(prefix: string): string {
  return `${prefix}-${randomBytes(9).toString('hex').slice(0, 17)}`
}

/** The tags of a resource, in the order in which they were set. */
export type Tags = Map<string, string>

export interface Vpc {
  readonly vpcId: string
  readonly cidrBlock: string
  readonly instanceTenancy: 'default' | 'dedicated'
  enableDnsSupport: boolean
  enableDnsHostnames: boolean
  readonly tags: Tags
}

export interface Subnet {
  readonly subnetId: string
  readonly vpcId: string
  readonly cidrBlock: string
  readonly availabilityZone: string
  readonly availabilityZoneId: string
  mapPublicIpOnLaunch: boolean
  readonly tags: Tags
}

export interface RouteTable {
  readonly routeTableId: string
  readonly vpcId: string
  readonly main: boolean
  /** Association ID → subnet ID. */
  readonly associations: Map<string, string>
  /** Destination CIDR block → internet gateway ID. The local route and those of gateway endpoints are not in it. */
  readonly routes: Map<string, string>
  readonly tags: Tags
}

export interface InternetGateway {
  readonly internetGatewayId: string
  /** The VPC to which it is attached. */
  vpcId?: string
  readonly tags: Tags
}

/** A rule. Exactly one of the peers is set. */
export interface SecurityGroupRule {
  readonly ruleId: string
  readonly isEgress: boolean
  /** `tcp`, `udp`, `icmp` or `-1` for all. */
  readonly ipProtocol: string
  /** -1 for all ports. */
  readonly fromPort: number
  readonly toPort: number
  readonly cidrIpv4?: string
  readonly cidrIpv6?: string
  readonly prefixListId?: string
  readonly referencedGroupId?: string
  readonly description?: string
  readonly tags: Tags
}

export interface SecurityGroup {
  readonly groupId: string
  readonly groupName: string
  readonly description: string
  readonly vpcId: string
  /** Made with the VPC, and deleted only with it. */
  readonly isDefault: boolean
  readonly rules: SecurityGroupRule[]
  readonly tags: Tags
}

export interface VpcEndpoint {
  readonly vpcEndpointId: string
  readonly vpcId: string
  readonly serviceName: string
  readonly type: 'Gateway'
  readonly routeTableIds: Set<string>
  /** JSON text. */
  policyDocument: string
  readonly creationTimestamp: Date
  readonly tags: Tags
}

/** Mount targets and functions in a VPC have one in each of their subnets. */
export interface NetworkInterface {
  readonly networkInterfaceId: string
  readonly subnetId: string
  readonly interfaceType: 'efs' | 'lambda'
  readonly description: string
  readonly privateIpAddress: string
  securityGroupIds: readonly string[]
  readonly requesterId: string
}

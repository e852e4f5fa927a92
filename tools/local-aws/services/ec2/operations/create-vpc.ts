import type { CreateVpcRequest, CreateVpcResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import { addressRange, canonicalCidr } from '../cidr.ts'
import { describeVpc } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags } from '../tags.ts'

// A new VPC has a main route table and a default security group.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
export const createVpc: Operation<CreateVpcRequest, CreateVpcResult> = {
  honours: ['CidrBlock', 'InstanceTenancy', 'TagSpecifications'],
  permissions: (input, call) => withTags(call, 'CreateVpc', 'vpc', input.TagSpecifications),
  run: (input, { account }) => {
    if (!input.CidrBlock) throw new AwsError('MissingParameter', 'Either cidrBlock or ipv4IpamPoolId must be provided')
    checkTenancy(input.InstanceTenancy ?? 'default')
    const { prefix } = addressRange(input.CidrBlock)
    if (prefix < 16 || prefix > 28) {
      throw new AwsError('InvalidVpc.Range', `The CIDR '${input.CidrBlock}' is invalid.`)
    }
    const vpc = {
      vpcId: resourceId('vpc'),
      cidrBlock: canonicalCidr(input.CidrBlock),
      instanceTenancy: input.InstanceTenancy === 'dedicated' ? ('dedicated' as const) : ('default' as const),
      enableDnsSupport: true,
      enableDnsHostnames: false,
      tags: specifiedTags(input.TagSpecifications, 'vpc'),
    }
    const { ec2 } = account
    ec2.vpcs.set(vpc.vpcId, vpc)
    const routeTableId = resourceId('rtb')
    ec2.routeTables.set(routeTableId, {
      routeTableId,
      vpcId: vpc.vpcId,
      main: true,
      associations: new Map(),
      routes: new Map(),
      tags: new Map(),
    })
    const groupId = resourceId('sg')
    ec2.securityGroups.set(groupId, {
      groupId,
      groupName: 'default',
      description: 'default VPC security group',
      vpcId: vpc.vpcId,
      isDefault: true,
      rules: [
        {
          ruleId: resourceId('sgr'),
          isEgress: false,
          ipProtocol: '-1',
          fromPort: -1,
          toPort: -1,
          referencedGroupId: groupId,
          tags: new Map(),
        },
        {
          ruleId: resourceId('sgr'),
          isEgress: true,
          ipProtocol: '-1',
          fromPort: -1,
          toPort: -1,
          cidrIpv4: '0.0.0.0/0',
          tags: new Map(),
        },
      ],
      tags: new Map(),
    })
    return { Vpc: describeVpc(account, vpc) }
  },
}

/** "The host value cannot be used here": https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
function checkTenancy(tenancy: string): void {
  if (['default', 'dedicated'].includes(tenancy)) return
  throw new AwsError('InvalidParameterValue', `Value (${tenancy}) for parameter instanceTenancy is invalid.`)
}

import * as sdk from '@aws-sdk/client-ec2'
import { AwsError } from '../../aws-error.ts'
import type { Service } from '../../operation.ts'
import { ec2Query } from '../../protocols/ec2-query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { wrongRegion } from '../../region.ts'
import { answerDryRun } from './dry-run.ts'
import { associateRouteTable } from './operations/associate-route-table.ts'
import { attachInternetGateway } from './operations/attach-internet-gateway.ts'
import { authorizeSecurityGroupEgress } from './operations/authorize-security-group-egress.ts'
import { authorizeSecurityGroupIngress } from './operations/authorize-security-group-ingress.ts'
import { createInternetGateway } from './operations/create-internet-gateway.ts'
import { createRouteTable } from './operations/create-route-table.ts'
import { createRoute } from './operations/create-route.ts'
import { createSecurityGroup } from './operations/create-security-group.ts'
import { createSubnet } from './operations/create-subnet.ts'
import { createTags } from './operations/create-tags.ts'
import { createVpcEndpoint } from './operations/create-vpc-endpoint.ts'
import { createVpc } from './operations/create-vpc.ts'
import { deleteInternetGateway } from './operations/delete-internet-gateway.ts'
import { deleteRouteTable } from './operations/delete-route-table.ts'
import { deleteRoute } from './operations/delete-route.ts'
import { deleteSecurityGroup } from './operations/delete-security-group.ts'
import { deleteSubnet } from './operations/delete-subnet.ts'
import { deleteTags } from './operations/delete-tags.ts'
import { deleteVpcEndpoints } from './operations/delete-vpc-endpoints.ts'
import { deleteVpc } from './operations/delete-vpc.ts'
import { describeAvailabilityZones } from './operations/describe-availability-zones.ts'
import { describeInternetGateways } from './operations/describe-internet-gateways.ts'
import { describeManagedPrefixLists } from './operations/describe-managed-prefix-lists.ts'
import { describeNetworkInterfaces } from './operations/describe-network-interfaces.ts'
import { describeRouteTables } from './operations/describe-route-tables.ts'
import { describeSecurityGroupRules } from './operations/describe-security-group-rules.ts'
import { describeSecurityGroups } from './operations/describe-security-groups.ts'
import { describeSubnets } from './operations/describe-subnets.ts'
import { describeVpcAttribute } from './operations/describe-vpc-attribute.ts'
import { describeVpcEndpoints } from './operations/describe-vpc-endpoints.ts'
import { describeVpcs } from './operations/describe-vpcs.ts'
import { detachInternetGateway } from './operations/detach-internet-gateway.ts'
import { disassociateRouteTable } from './operations/disassociate-route-table.ts'
import { modifySubnetAttribute } from './operations/modify-subnet-attribute.ts'
import { modifyVpcAttribute } from './operations/modify-vpc-attribute.ts'
import { modifyVpcEndpoint } from './operations/modify-vpc-endpoint.ts'
import { revokeSecurityGroupEgress } from './operations/revoke-security-group-egress.ts'
import { revokeSecurityGroupIngress } from './operations/revoke-security-group-ingress.ts'
import { tooManyTags } from './too-many-tags.ts'

export const ec2: Service = {
  signingName: 'ec2',
  protocol: ec2Query,
  model: new ServiceModel(sdk, 'http://ec2.amazonaws.com/doc/2016-11-15/'),
  validationErrorCode: 'InvalidParameterValue',
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  missingMember: path => new AwsError('MissingParameter', `The request must contain the parameter ${path}`),
  tagRefusals: {
    reserved: () =>
      new AwsError('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use`),
    twice: key => new AwsError('InvalidParameterValue', `Duplicate tag key '${key}' specified.`),
    tooMany: tooManyTags,
    // The limits are those of https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html; Eucalyptus, which
    // repeats EC2, has the words.
    tooLong: (what, most) =>
      new AwsError('InvalidParameterValue', `Tag ${what} exceeds the maximum length of ${most} characters`),
  },
  deniedCode: 'UnauthorizedOperation',
  wrongRegion: wrongRegion('AuthFailure'),
  honours: ['DryRun'],
  beforeRun: answerDryRun,
  operations: {
    AssociateRouteTable: associateRouteTable,
    AttachInternetGateway: attachInternetGateway,
    AuthorizeSecurityGroupEgress: authorizeSecurityGroupEgress,
    AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
    CreateInternetGateway: createInternetGateway,
    CreateRoute: createRoute,
    CreateRouteTable: createRouteTable,
    CreateSecurityGroup: createSecurityGroup,
    CreateSubnet: createSubnet,
    CreateTags: createTags,
    CreateVpc: createVpc,
    CreateVpcEndpoint: createVpcEndpoint,
    DeleteInternetGateway: deleteInternetGateway,
    DeleteRoute: deleteRoute,
    DeleteRouteTable: deleteRouteTable,
    DeleteSecurityGroup: deleteSecurityGroup,
    DeleteSubnet: deleteSubnet,
    DeleteTags: deleteTags,
    DeleteVpc: deleteVpc,
    DeleteVpcEndpoints: deleteVpcEndpoints,
    DescribeAvailabilityZones: describeAvailabilityZones,
    DescribeInternetGateways: describeInternetGateways,
    DescribeManagedPrefixLists: describeManagedPrefixLists,
    DescribeNetworkInterfaces: describeNetworkInterfaces,
    DescribeRouteTables: describeRouteTables,
    DescribeSecurityGroupRules: describeSecurityGroupRules,
    DescribeSecurityGroups: describeSecurityGroups,
    DescribeSubnets: describeSubnets,
    DescribeVpcAttribute: describeVpcAttribute,
    DescribeVpcEndpoints: describeVpcEndpoints,
    DescribeVpcs: describeVpcs,
    DetachInternetGateway: detachInternetGateway,
    DisassociateRouteTable: disassociateRouteTable,
    ModifySubnetAttribute: modifySubnetAttribute,
    ModifyVpcAttribute: modifyVpcAttribute,
    ModifyVpcEndpoint: modifyVpcEndpoint,
    RevokeSecurityGroupEgress: revokeSecurityGroupEgress,
    RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
  },
}

import { changed, type Otherwise } from '../otherwise-fixture.ts'
import { storageOtherwise } from './storage-otherwise-fixture.ts'

const configuration = (change: (configuration: any) => void) => ({ GetFunctionConfiguration: changed(change) })
const endpoint = (change: (endpoint: any) => void) => ({
  DescribeVpcEndpoints: changed(({ VpcEndpoints }) => change(VpcEndpoints[0])),
})
/** The policy of the endpoint with changed statements. */
const endpointPolicy = (change: (statements: any[]) => void) =>
  endpoint(one => {
    const document = JSON.parse(one.PolicyDocument)
    change(document.Statement)
    one.PolicyDocument = JSON.stringify(document)
  })
const resource = (logicalId: string, change: (resource: any) => void) => ({
  ListStackResources: changed(({ StackResourceSummaries }) =>
    StackResourceSummaries.filter((one: any) => one.LogicalResourceId === logicalId).forEach(change),
  ),
})

/**
 * Possible answers of AWS about the infrastructure. Each breaks one sentence of a criterion; the check must report that
 * one.
 */
export const infrastructureOtherwise: readonly Otherwise[] = [
  {
    id: '1.1',
    what: 'the outputs name one subnet',
    outputs: { SubnetIds: 'subnet-1' },
    says: /^The outputs name 1 subnets, not 2/,
  },
  {
    id: '1.1',
    what: 'a subnet gives IPv6 addresses',
    answers: { DescribeSubnets: changed(({ Subnets }) => (Subnets[0].AssignIpv6AddressOnCreation = true)) },
    says: /gives its interfaces IPv6 addresses, which are public$/,
  },
  {
    id: '1.1',
    what: 'there is no route table',
    answers: { DescribeRouteTables: changed(output => (output.RouteTables = [])) },
    says: /^subnet-\w+ has no route table$/,
  },
  {
    id: '1.1',
    what: 'two virtual private gateways add routes',
    answers: {
      DescribeRouteTables: changed(({ RouteTables }) => {
        for (const table of RouteTables) table.PropagatingVgws = [{ GatewayId: 'vgw-1' }, { GatewayId: 'vgw-2' }]
      }),
    },
    says: /takes routes from vgw-1, vgw-2$/,
  },
  {
    id: '1.1',
    what: 'the subnets use the main route table, which leads out of the VPC',
    answers: {
      DescribeRouteTables: changed(({ RouteTables }) => {
        for (const table of RouteTables) {
          const isMain = table.Associations.some((one: { Main?: boolean }) => one.Main)
          if (isMain) table.Routes.push({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' })
          else table.Associations = []
        }
      }),
    },
    says: /^rtb-\w+ of subnet-\w+ leads out of the VPC: 0\.0\.0\.0\/0 .*igw-1/,
  },
  ...storageOtherwise,
  {
    id: '1.4',
    what: 'a function has a further group',
    answers: configuration(one => one.VpcConfig.SecurityGroupIds.push('sg-0')),
    says: /^lambda-efs-\w+ has sg-\w+, sg-0, not only sg-\w+$/,
  },
  {
    id: '1.4',
    what: 'a mount target has a further group',
    answers: { DescribeMountTargetSecurityGroups: changed(({ SecurityGroups }) => SecurityGroups.push('sg-0')) },
    says: /^fsmt-\w+ has sg-\w+, sg-0, not only sg-\w+$/,
  },
  {
    id: '1.4',
    what: 'there is no mount target',
    answers: { DescribeMountTargets: changed(output => (output.MountTargets = [])) },
    says: /^fs-\w+ has no mount target$/,
  },
  {
    id: '1.4',
    what: 'the functions have no way out to the mount targets',
    answers: {
      DescribeSecurityGroupRules: changed(output => {
        output.SecurityGroupRules = output.SecurityGroupRules.filter(
          (one: any) => !(one.IsEgress && one.FromPort === 2049),
        )
      }),
    },
    says: /^sg-\w+ does not let TCP 2049 out to sg-\w+$/,
  },
  {
    id: '1.5',
    what: 'there is no endpoint',
    answers: { DescribeVpcEndpoints: changed(output => (output.VpcEndpoints = [])) },
    says: /^vpc-\w+ has no gateway endpoint of com\.amazonaws\.us-east-1\.s3$/,
  },
  {
    id: '1.5',
    what: 'the endpoint is of another kind',
    answers: endpoint(one => (one.VpcEndpointType = 'Interface')),
    says: /has no gateway endpoint/,
  },
  {
    id: '1.5',
    what: 'the endpoint is still being made',
    answers: endpoint(one => (one.State = 'pending')),
    says: /is pending, not available$/,
  },
  {
    id: '1.5',
    what: 'the endpoint has no policy',
    answers: endpoint(one => (one.PolicyDocument = '')),
    says: /^vpce-\w+ has no policy$/,
  },
  ...['s3:GetObject', 's3:PutObject', 's3:ListBucket'].map(action => ({
    id: '1.5' as const,
    what: `the endpoint does not let ${action} through`,
    answers: endpointPolicy(statements => {
      for (const one of statements) one.Action = [one.Action].flat().filter(other => other !== action)
    }),
    says: new RegExp(`does not let ${action} through$`),
  })),
  {
    id: '1.5',
    what: 'the policy of the endpoint excludes somebody',
    answers: endpointPolicy(statements => (statements[0].NotPrincipal = { AWS: '1' })),
    says: /has a statement by exclusion, which bounds nothing$/,
  },
  {
    id: '1.5',
    what: 'the policy of the endpoint has a wildcard for actions',
    answers: endpointPolicy(statements => (statements[0].Action = [statements[0].Action, 's3:Get*'].flat())),
    says: /lets s3:Get\* through$/,
  },
  {
    id: '1.6',
    what: 'a service knows another resource than the output',
    answers: { DescribeFileSystems: changed(({ FileSystems }) => (FileSystems[0].FileSystemId = 'fs-0')) },
    says: /^FileSystemId is fs-\w+, but the service has fs-0$/,
  },
  {
    id: '1.6',
    what: 'the stacks have made another resource than the output',
    answers: resource('AccessPoint', one => (one.PhysicalResourceId = 'fsap-0')),
    says: /^AccessPointArn is arn:\S+, but the stacks made fsap-0$/,
  },
  {
    id: '1.7',
    what: 'the root stack has a resource of its own',
    answers: resource('ApiStack', one => (one.ResourceType = 'AWS::S3::Bucket')),
    says: /^lambda-efs has ApiStack \(AWS::S3::Bucket\), which is in no module$/,
  },
  {
    id: '1.7',
    what: 'a module lacks what it is for',
    answers: resource('AccessPoint', one => (one.ResourceType = 'AWS::EFS::Other')),
    says: /^StorageStack has no AWS::EFS::AccessPoint$/,
  },
  {
    id: '1.7',
    what: 'a module has what belongs into another',
    answers: resource('AccessPoint', one => (one.ResourceType = 'AWS::EC2::Subnet')),
    says: /^StorageStack has AWS::EC2::Subnet, which belong into another module$/,
  },
]

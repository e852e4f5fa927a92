import type { Removed } from './removed.ts'

/**
 * A resource by its ARN as CloudFormation calls it: type and id. Undefined for a part of another resource, which goes
 * with that. An ARN that is not known here is its own id, and its service the type.
 */
export function resourceOfArn(arn: string): Removed | undefined {
  const [, , service = '', , , ...rest] = arn.split(':')
  const resource = rest.join(':')
  if (service === 'apigateway' && /^\/restapis\/[^/]+\//.test(resource)) return undefined
  for (const [type, of, pattern] of patterns) {
    const id = of === service ? pattern.exec(resource)?.[1] : undefined
    if (id !== undefined) return { type, id }
  }
  return { type: `AWS service ${service}`, id: arn }
}

// docs.aws.amazon.com/service-authorization/latest/reference/: "Resource types defined by" each service.
const patterns: readonly (readonly [type: string, service: string, resource: RegExp])[] = [
  ['AWS::ApiGateway::RestApi', 'apigateway', /^\/restapis\/([^/]+)$/],
  ['AWS::CloudFormation::Stack', 'cloudformation', /^stack\/([^/]+)\//],
  ['AWS::EC2::NetworkInterface', 'ec2', /^network-interface\/(.+)$/],
  ['AWS::EC2::RouteTable', 'ec2', /^route-table\/(.+)$/],
  ['AWS::EC2::SecurityGroup', 'ec2', /^security-group\/(.+)$/],
  ['AWS::EC2::Subnet', 'ec2', /^subnet\/(.+)$/],
  ['AWS::EC2::VPC', 'ec2', /^vpc\/(.+)$/],
  ['AWS::EC2::VPCEndpoint', 'ec2', /^vpc-endpoint\/(.+)$/],
  ['AWS::EFS::AccessPoint', 'elasticfilesystem', /^access-point\/(.+)$/],
  ['AWS::EFS::FileSystem', 'elasticfilesystem', /^file-system\/(.+)$/],
  ['AWS::Lambda::Function', 'lambda', /^function:([^:]+)/],
  ['AWS::Logs::LogGroup', 'logs', /^log-group:([^:]+)/],
  ['AWS::S3::Bucket', 's3', /^([^/]+)$/],
]

import type { Found } from './leftover.ts'

/**
 * The AWS CLI commands that remove it, in order; none for a type that is not known here.
 * https://docs.aws.amazon.com/cli/latest/reference/ has each.
 */
export function removalCommands(found: Found, region: string): string[] {
  const commands = byType[found.type]?.(found) ?? []
  const lines = commands.map(words => ['aws', ...words, '--region', region].map(quoted).join(' '))
  return found.hasVersions ? [emptying(found.id, region), ...lines] : lines
}

type Words = readonly string[]

const byType: Readonly<Record<string, (found: Found) => readonly Words[]>> = {
  'AWS::ApiGateway::RestApi': ({ id }) => [['apigateway', 'delete-rest-api', '--rest-api-id', id]],
  'AWS::CloudFormation::Stack': ({ id, isProtected }) => [
    ...(isProtected
      ? [['cloudformation', 'update-termination-protection', '--no-enable-termination-protection', '--stack-name', id]]
      : []),
    ['cloudformation', 'delete-stack', '--stack-name', id],
  ],
  'AWS::EC2::InternetGateway': ({ id, vpc }) => [
    ['ec2', 'detach-internet-gateway', '--internet-gateway-id', id, '--vpc-id', vpc!],
    ['ec2', 'delete-internet-gateway', '--internet-gateway-id', id],
  ],
  'AWS::EC2::NetworkInterface': ({ id }) => [['ec2', 'delete-network-interface', '--network-interface-id', id]],
  'AWS::EC2::RouteTable': ({ id }) => [['ec2', 'delete-route-table', '--route-table-id', id]],
  'AWS::EC2::SecurityGroup': ({ id }) => [['ec2', 'delete-security-group', '--group-id', id]],
  'AWS::EC2::SecurityGroupEgress': found => [revocation('egress', found)],
  'AWS::EC2::SecurityGroupIngress': found => [revocation('ingress', found)],
  'AWS::EC2::Subnet': ({ id }) => [['ec2', 'delete-subnet', '--subnet-id', id]],
  'AWS::EC2::VPC': ({ id }) => [['ec2', 'delete-vpc', '--vpc-id', id]],
  'AWS::EC2::VPCEndpoint': ({ id }) => [['ec2', 'delete-vpc-endpoints', '--vpc-endpoint-ids', id]],
  'AWS::EFS::AccessPoint': ({ id }) => [['efs', 'delete-access-point', '--access-point-id', id]],
  'AWS::EFS::FileSystem': ({ id }) => [['efs', 'delete-file-system', '--file-system-id', id]],
  'AWS::EFS::MountTarget': ({ id }) => [['efs', 'delete-mount-target', '--mount-target-id', id]],
  'AWS::IAM::Role': ({ id, inlinePolicies = [], attachedPolicies = [] }) => [
    ...inlinePolicies.map(name => ['iam', 'delete-role-policy', '--role-name', id, '--policy-name', name]),
    ...attachedPolicies.map(arn => ['iam', 'detach-role-policy', '--role-name', id, '--policy-arn', arn]),
    ['iam', 'delete-role', '--role-name', id],
  ],
  'AWS::Lambda::Function': ({ id }) => [['lambda', 'delete-function', '--function-name', id]],
  'AWS::Logs::LogGroup': ({ id }) => [['logs', 'delete-log-group', '--log-group-name', id]],
  // --force removes objects, but no versions of them (docs.aws.amazon.com/cli/latest/reference/s3/rb.html).
  'AWS::S3::Bucket': ({ id }) => [['s3', 'rb', `s3://${id}`, '--force']],
}

export const removableTypes: ReadonlySet<string> = new Set(Object.keys(byType))

/**
 * Removes every version and delete marker, some at a time, so that a page stays below what a shell takes as one word;
 * ends when there is none, or one is refused, of which delete-objects tells in its answer alone
 * (docs.aws.amazon.com/cli/latest/reference/s3api/list-object-versions.html, delete-objects.html).
 */
function emptying(bucket: string, region: string): string {
  const place = `--bucket ${quoted(bucket)} --region ${quoted(region)}`
  const list =
    `aws s3api list-object-versions ${place} --no-paginate --max-keys 100 ` +
    `--query '[Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}' --output json`
  const remove =
    `aws s3api delete-objects ${place} --delete "{\\"Objects\\": $VERSIONS, \\"Quiet\\": true}" ` +
    `--query 'Errors[0].Code' --output text`
  return `while VERSIONS=$(${list}) && [ "$VERSIONS" != '[]' ] && [ "$(${remove})" = None ]; do :; done`
}

function revocation(direction: 'ingress' | 'egress', { id, group }: Found): Words {
  return ['ec2', `revoke-security-group-${direction}`, '--group-id', group!, '--security-group-rule-ids', id]
}

/** As a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

type Reasons = Readonly<Record<string, string>>

const nestedChangeSets = 'AWS calls it for the change sets of nested stacks, in the name of the role'
const update = 'an update that changes what the run of the test leaves as it was'
const rollback = 'an update that takes back what an earlier one brought'
// `aws cloudformation describe-type --type RESOURCE --type-name NAME` lists them in the schema, `handlers`; the local
// AWS's resource modules read back less.
const reads = "the handler of the resource type reads back what it has made, as the type's schema says"
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html
const stackTags = 'the stack has tags, and AWS asks for this besides the operation that sets them'

/**
 * What the roles of github-oidc.yaml allow although a run that goes well on the local AWS need not ask for it, each
 * action with its reason. github-oidc-permissions.test.ts compares.
 */
export const reservedActions: Readonly<Record<'DeployRole' | 'ServiceRole', Reasons>> = {
  DeployRole: {
    'cloudformation:DescribeEvents': 'asked when a change set has failed: why it has',
    'cloudformation:TagResource': stackTags,
    'ec2:DescribeNetworkInterfaces': "asked while a deletion waits for Lambda's interfaces; here they are gone at once",
    'lambda:ListTags': 'destroy asks it of a function that is still there: whose it is',
    'logs:DeleteLogGroup': 'destroy removes a log group that late logs have brought back; here none come late',
    'logs:ListTagsForResource': 'destroy asks it of a log group that is still there: whose it is',
    's3:AbortMultipartUpload': 'destroy ends uploads that an interrupted run has left',
    's3:DeleteObject': 'S3 asks for it where no version is named',
    'tag:GetResources': 'destroy searches by tag for what is left',
  },
  ServiceRole: {
    'apigateway:GET': reads,
    'cloudformation:CreateChangeSet': nestedChangeSets,
    'cloudformation:DeleteChangeSet': nestedChangeSets,
    'cloudformation:DescribeChangeSet': nestedChangeSets,
    'cloudformation:DescribeStacks': nestedChangeSets,
    'cloudformation:ExecuteChangeSet': nestedChangeSets,
    'cloudformation:TagResource': stackTags,
    'ec2:DescribeAvailabilityZones': 'AWS asks for it to evaluate Fn::GetAZs',
    'ec2:DescribeRouteTables': reads,
    'ec2:DescribeSecurityGroupRules': reads,
    'ec2:DescribeVpcAttribute': reads,
    'ec2:ModifyVpcEndpoint': update,
    'elasticfilesystem:DeleteFileSystemPolicy': rollback,
    'elasticfilesystem:DescribeBackupPolicy': reads,
    'elasticfilesystem:DescribeFileSystemPolicy': reads,
    'elasticfilesystem:DescribeLifecycleConfiguration': reads,
    'elasticfilesystem:DescribeMountTargetSecurityGroups': reads,
    'elasticfilesystem:DescribeReplicationConfigurations': reads,
    'elasticfilesystem:UpdateFileSystem': update,
    'iam:CreateServiceLinkedRole': 'the first file system of an account makes the role of EFS',
    'iam:GetRolePolicy': reads,
    'iam:ListAttachedRolePolicies': reads,
    'iam:ListRolePolicies': reads,
    'iam:UpdateAssumeRolePolicy': update,
    'iam:UpdateRole': update,
    'kms:DescribeKey': 'EFS looks its AWS managed key up in the name of who makes an encrypted file system',
    'lambda:GetFunction': reads,
    'lambda:GetFunctionCodeSigningConfig': reads,
    'lambda:GetFunctionRecursionConfig': reads,
    'lambda:GetPolicy': reads,
    'lambda:GetRuntimeManagementConfig': reads,
    'lambda:ListTags': reads,
    'lambda:UpdateFunctionCode': update,
    'logs:DescribeLogGroups': reads,
    'logs:ListTagsForResource': reads,
    's3:GetBucketNotification': reads,
    's3:GetBucketPublicAccessBlock': reads,
    's3:GetBucketTagging': reads,
    's3:GetEncryptionConfiguration': reads,
    's3:ListBucket': reads,
  },
}

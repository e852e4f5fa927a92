import { CreateStackCommand, CloudFormationClient } from '@aws-sdk/client-cloudformation'
import { CreateSubnetCommand, EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient, PutBackupPolicyCommand, TagResourceCommand } from '@aws-sdk/client-efs'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  PutBucketEncryptionCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import t from 'tap'
import { startLocalAws } from './server.ts'

const aws = await startLocalAws({ diagnose: sentence => t.fail(sentence) })
t.teardown(() => aws.close())
const message = (path: string) =>
  `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`

t.test('a structure without a member that its model requires is refused, however deep it stands', async t => {
  const stack = { StackName: 's', TemplateBody: '{}', Tags: [{ Value: 'v' }] as never }
  await t.rejects(new CloudFormationClient(aws).send(new CreateStackCommand(stack)), {
    name: 'ValidationError',
    message: message('tags.1.member.key'),
  })
  const Tags = [{ Key: 'a', Value: 'b' }, { Key: 'k' } as never]
  await t.rejects(
    new IAMClient(aws).send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: '{}', Tags })),
    { name: 'ValidationError', message: message('tags.2.member.value') },
  )
  const efs = new EFSClient(aws)
  await t.rejects(efs.send(new TagResourceCommand({ ResourceId: 'fs-0123456789abcdef0', Tags: [{} as never] })), {
    name: 'ValidationException',
    message: /^2 validation errors detected: .*'tags.1.member.key'.*'tags.1.member.value'/,
  })
  const BackupPolicy = {} as never
  await t.rejects(efs.send(new PutBackupPolicyCommand({ FileSystemId: 'fs-0123456789abcdef0', BackupPolicy })), {
    message: message('backupPolicy.status'),
  })
})

t.test('EC2 names the missing parameter', async t => {
  const input = { CidrBlock: '10.0.0.0/24' } as never
  await t.rejects(new EC2Client(aws).send(new CreateSubnetCommand(input)), {
    name: 'MissingParameter',
    message: 'The request must contain the parameter vpcId',
  })
})

t.test('for S3 such a body does not fit its schema', async t => {
  const s3 = new S3Client({ ...aws, forcePathStyle: true })
  const Bucket = 'a-bucket'
  await s3.send(new CreateBucketCommand({ Bucket }))
  const malformed = { name: 'MalformedXML', $metadata: { httpStatusCode: 400 } }
  const none = {} as never
  const rule = { LambdaFunctionConfigurations: [{ Events: ['s3:ObjectCreated:*'] } as never] }
  const encryption = { Rules: [{ ApplyServerSideEncryptionByDefault: none }] }
  await t.rejects(s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [none] } })), malformed)
  await t.rejects(
    s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'k' } as never] } })),
    malformed,
  )
  await t.rejects(
    s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: rule })),
    malformed,
  )
  await t.rejects(
    s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: encryption })),
    malformed,
  )
})

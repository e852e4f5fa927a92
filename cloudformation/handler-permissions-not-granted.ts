/**
 * Permissions that a handler in handler-permissions.json lists, and neither the service role of github-oidc.yaml nor
 * docs/permissions/deploy-policy.json grants: a schema lists what any template of the type may need, and ours do not set
 * the properties behind these. handler-permissions.test.ts compares.
 */
export const notGranted: readonly { readonly reason: string; readonly actions: readonly string[] }[] = [
  { reason: 'The API has no resource policy', actions: ['apigateway:UpdateRestApiPolicy'] },
  {
    reason: 'Nested stacks have neither a stack policy nor termination protection of their own',
    actions: ['cloudformation:SetStackPolicy', 'cloudformation:UpdateTerminationProtection'],
  },
  {
    reason: 'The subnets have a zone and an IPv4 range, which create them, and no attribute that is set afterwards',
    actions: ['ec2:AssociateSubnetCidrBlock', 'ec2:DisassociateSubnetCidrBlock', 'ec2:ModifySubnetAttribute'],
  },
  { reason: 'The VPC has the default tenancy', actions: ['ec2:ModifyVpcTenancy'] },
  {
    reason: "The endpoint is a gateway to S3 in the VPC's own Region, not one of VPC Lattice",
    actions: [
      'vpc-lattice:CreateServiceNetworkVpcEndpointAssociation',
      'vpc-lattice:DescribeServiceNetworkVpcEndpointAssociation',
      'vpce:AllowMultiRegion',
    ],
  },
  {
    reason: 'The file system has no replication, no lifecycle policies and the default protection',
    actions: [
      'elasticfilesystem:CreateReplicationConfiguration',
      'elasticfilesystem:DeleteReplicationConfiguration',
      'elasticfilesystem:PutLifecycleConfiguration',
      'elasticfilesystem:UpdateFileSystemProtection',
    ],
  },
  {
    // https://docs.aws.amazon.com/efs/latest/ug/API_DeleteTags.html
    reason: 'Deprecated in favour of UntagResource, which is granted',
    actions: ['elasticfilesystem:DeleteTags'],
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
    reason: 'The AWS managed keys of EFS and Lambda are used; a key of one’s own is left to who brings it',
    actions: [
      'kms:CreateGrant',
      'kms:Decrypt',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
    ],
  },
  {
    reason: 'The roles have inline policies and neither managed policies nor a permissions boundary',
    actions: [
      'iam:AttachRolePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DetachRolePolicy',
      'iam:PutRolePermissionsBoundary',
    ],
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRoleDescription.html: "Use UpdateRole instead."
    reason: 'UpdateRole, which is granted, does it too',
    actions: ['iam:UpdateRoleDescription'],
  },
  {
    reason: 'The functions reserve no concurrency and have no code signing, layer, capacity provider or fixed runtime',
    actions: [
      'lambda:DeleteFunctionCodeSigningConfig',
      'lambda:DeleteFunctionConcurrency',
      'lambda:GetCodeSigningConfig',
      'lambda:GetLayerVersion',
      'lambda:PassCapacityProvider',
      'lambda:PublishVersion',
      'lambda:PutFunctionCodeSigningConfig',
      'lambda:PutFunctionConcurrency',
      'lambda:PutFunctionRecursionConfig',
      'lambda:PutFunctionScalingConfig',
      'lambda:PutRuntimeManagementConfig',
    ],
  },
  { reason: 'Code names no version of an object', actions: ['s3:GetObjectVersion'] },
  { reason: 'The functions mount EFS, not S3 Files', actions: ['s3files:ListMountTargets'] },
  {
    reason: 'The log groups have a retention, and no key, index, delivery, protection or resource policy of their own',
    actions: [
      'firehose:TagDeliveryStream',
      'logs:AssociateKmsKey',
      'logs:CreateLogDelivery',
      'logs:DeleteIndexPolicy',
      'logs:DeleteResourcePolicy',
      'logs:DeleteRetentionPolicy',
      'logs:DisassociateKmsKey',
      'logs:PutBearerTokenAuthentication',
      'logs:PutDataProtectionPolicy',
      'logs:PutIndexPolicy',
      'logs:PutLogGroupDeletionProtection',
      'logs:PutResourcePolicy',
      's3:REST.PUT.OBJECT',
    ],
  },
  {
    reason:
      'The bucket has encryption, a public access block, a notification, expiry and tags, and nothing else is set on it',
    actions: [
      's3:CreateBucketMetadataTableConfiguration',
      's3:DeleteBucketAnalyticsConfiguration',
      's3:DeleteBucketCors',
      's3:DeleteBucketEncryption',
      's3:DeleteBucketLifecycle',
      's3:DeleteBucketMetadataTableConfiguration',
      's3:DeleteBucketMetricsConfiguration',
      's3:DeleteBucketReplication',
      's3:DeleteBucketWebsite',
      's3:DeleteObject',
      's3:PutAccelerateConfiguration',
      's3:PutAnalyticsConfiguration',
      's3:PutBucketAbac',
      's3:PutBucketAcl',
      's3:PutBucketCORS',
      's3:PutBucketLogging',
      's3:PutBucketObjectLockConfiguration',
      's3:PutBucketOwnershipControls',
      's3:PutBucketReplication',
      's3:PutBucketVersioning',
      's3:PutBucketWebsite',
      's3:PutIntelligentTieringConfiguration',
      's3:PutInventoryConfiguration',
      's3:PutMetricsConfiguration',
      's3:PutObjectAcl',
      's3:PutObjectLockConfiguration',
      's3:PutReplicationConfiguration',
      's3:UpdateBucketMetadataAnnotationTableConfiguration',
      's3:UpdateBucketMetadataInventoryTableConfiguration',
      's3:UpdateBucketMetadataJournalTableConfiguration',
      's3tables:CreateNamespace',
      's3tables:CreateTable',
      's3tables:CreateTableBucket',
      's3tables:GetTable',
      's3tables:GetTableMetadataLocation',
      's3tables:PutTableBucketPolicy',
      's3tables:PutTableEncryption',
      's3tables:PutTablePolicy',
      's3tables:UpdateTableMetadataLocation',
    ],
  },
]

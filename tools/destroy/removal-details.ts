import { EFSClient, paginateDescribeMountTargets } from '@aws-sdk/client-efs'
import { IAMClient, paginateListAttachedRolePolicies, paginateListRolePolicies } from '@aws-sdk/client-iam'
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3'
import type { AwsConnection } from '../command/aws-connection.ts'
import type { Found } from './leftover.ts'

/** Asked of what it holds: versioning that was suspended leaves versions behind. */
export async function bucketVersions(
  { s3ClientConfig, accountId }: AwsConnection,
  bucket: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const request = new ListObjectVersionsCommand({ Bucket: bucket, ExpectedBucketOwner: accountId })
  const page = await new S3Client(s3ClientConfig).send(request, { abortSignal: signal })
  // An object of a bucket that never had versioning is listed with the version `null`.
  const versioned = page.Versions?.some(({ VersionId }) => VersionId !== 'null') || page.DeleteMarkers?.length
  return [{ type: 'AWS::S3::Bucket', id: bucket, ...(versioned && { hasVersions: true }) }]
}

/** They have no tags, and the file system cannot go before them. */
export async function mountTargetsOf(
  { clientConfig }: AwsConnection,
  FileSystemId: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const found: Found[] = []
  for await (const page of paginateDescribeMountTargets({ client: new EFSClient(clientConfig) }, { FileSystemId })) {
    signal?.throwIfAborted()
    const there = (page.MountTargets ?? []).filter(({ LifeCycleState }) => !/^delet/.test(LifeCycleState ?? ''))
    found.push(...there.map(({ MountTargetId }) => ({ type: 'AWS::EFS::MountTarget', id: MountTargetId! })))
  }
  return found
}

/** A role goes only without policies (docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html). */
export async function rolePolicies(
  { clientConfig }: AwsConnection,
  RoleName: string,
  signal?: AbortSignal,
): Promise<Found[]> {
  const client = new IAMClient(clientConfig)
  const inlinePolicies: string[] = []
  const attachedPolicies: string[] = []
  for await (const page of paginateListRolePolicies({ client }, { RoleName })) {
    signal?.throwIfAborted()
    inlinePolicies.push(...(page.PolicyNames ?? []))
  }
  for await (const page of paginateListAttachedRolePolicies({ client }, { RoleName })) {
    signal?.throwIfAborted()
    attachedPolicies.push(...(page.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn!))
  }
  return [{ type: 'AWS::IAM::Role', id: RoleName, inlinePolicies, attachedPolicies }]
}

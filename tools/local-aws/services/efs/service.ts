import * as sdk from '@aws-sdk/client-efs'
import { AwsError } from '../../aws-error.ts'
import type { Service } from '../../operation.ts'
import { restJson } from '../../protocols/rest-json.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { createAccessPoint } from './operations/create-access-point.ts'
import { createFileSystem } from './operations/create-file-system.ts'
import { createMountTarget } from './operations/create-mount-target.ts'
import { deleteAccessPoint } from './operations/delete-access-point.ts'
import { deleteFileSystem } from './operations/delete-file-system.ts'
import { deleteFileSystemPolicy } from './operations/delete-file-system-policy.ts'
import { deleteMountTarget } from './operations/delete-mount-target.ts'
import { describeAccessPoints } from './operations/describe-access-points.ts'
import { describeBackupPolicy } from './operations/describe-backup-policy.ts'
import { describeFileSystemPolicy } from './operations/describe-file-system-policy.ts'
import { describeFileSystems } from './operations/describe-file-systems.ts'
import { describeLifecycleConfiguration } from './operations/describe-lifecycle-configuration.ts'
import { describeMountTargetSecurityGroups } from './operations/describe-mount-target-security-groups.ts'
import { describeMountTargets } from './operations/describe-mount-targets.ts'
import { listTagsForResource } from './operations/list-tags-for-resource.ts'
import { modifyMountTargetSecurityGroups } from './operations/modify-mount-target-security-groups.ts'
import { putBackupPolicy } from './operations/put-backup-policy.ts'
import { putFileSystemPolicy } from './operations/put-file-system-policy.ts'
import { putLifecycleConfiguration } from './operations/put-lifecycle-configuration.ts'
import { tagResource } from './operations/tag-resource.ts'
import { untagResource } from './operations/untag-resource.ts'
import { updateFileSystem } from './operations/update-file-system.ts'
import { tooManyTags } from './too-many-tags.ts'

export const efs: Service = {
  signingName: 'elasticfilesystem',
  protocol: restJson,
  model: new ServiceModel(sdk, ''),
  validationErrorCode: 'ValidationException',
  tagRefusals: {
    reserved: key => new AwsError('BadRequest', `Tag key ${key} is reserved: it begins with aws:.`),
    twice: key => new AwsError('BadRequest', `Tag key ${key} is given twice.`),
    tooMany: tooManyTags,
  },
  deniedCode: 'AccessDeniedException',
  constraints,
  operations: {
    CreateAccessPoint: createAccessPoint,
    CreateFileSystem: createFileSystem,
    CreateMountTarget: createMountTarget,
    DeleteAccessPoint: deleteAccessPoint,
    DeleteFileSystem: deleteFileSystem,
    DeleteFileSystemPolicy: deleteFileSystemPolicy,
    DeleteMountTarget: deleteMountTarget,
    DescribeAccessPoints: describeAccessPoints,
    DescribeBackupPolicy: describeBackupPolicy,
    DescribeFileSystemPolicy: describeFileSystemPolicy,
    DescribeFileSystems: describeFileSystems,
    DescribeLifecycleConfiguration: describeLifecycleConfiguration,
    DescribeMountTargetSecurityGroups: describeMountTargetSecurityGroups,
    DescribeMountTargets: describeMountTargets,
    ListTagsForResource: listTagsForResource,
    ModifyMountTargetSecurityGroups: modifyMountTargetSecurityGroups,
    PutBackupPolicy: putBackupPolicy,
    PutFileSystemPolicy: putFileSystemPolicy,
    PutLifecycleConfiguration: putLifecycleConfiguration,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateFileSystem: updateFileSystem,
  },
}

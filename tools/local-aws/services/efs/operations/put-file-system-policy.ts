import type { FileSystemPolicyDescription, PutFileSystemPolicyRequest } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import { isAllowed } from '../../../iam/authorize.ts'
import { parsePolicy } from '../../../iam/parse-policy.ts'
import type { PolicyDocument } from '../../../iam/policy-document.ts'
import type { Call, Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const putFileSystemPolicy: Operation<PutFileSystemPolicyRequest, FileSystemPolicyDescription> = {
  honours: ['FileSystemId', 'Policy', 'BypassPolicyLockoutSafetyCheck'],
  permissions: (input, call) => [onFileSystem(call, 'PutFileSystemPolicy', input.FileSystemId)],
  run: (input, call) => {
    const fileSystem = call.account.efs.fileSystem(input.FileSystemId!)
    const policy = parsePolicy(input.Policy!, 'InvalidPolicyException', 'fileSystem')
    if (!input.BypassPolicyLockoutSafetyCheck) checkLockout(call, fileSystem.arn, policy)
    fileSystem.policy = policy
    return { FileSystemId: fileSystem.fileSystemId, Policy: JSON.stringify(fileSystem.policy) }
  },
}

/**
 * "The lockout safety check determines whether the policy in the request will lock out, or prevent, the IAM
 * principal that is making the request from making future PutFileSystemPolicy requests on this file system."
 * (botocore/data/efs/2015-02-01/service-2.json, BypassPolicyLockoutSafetyCheck)
 */
function checkLockout({ caller }: Call, resource: string, resourcePolicy: PolicyDocument): void {
  if (isAllowed(caller, { action: 'elasticfilesystem:PutFileSystemPolicy', resource, resourcePolicy })) return
  throw new AwsError(
    'InvalidPolicyException',
    'The policy would lock out the principal that makes the request from PutFileSystemPolicy on this file system.',
  )
}

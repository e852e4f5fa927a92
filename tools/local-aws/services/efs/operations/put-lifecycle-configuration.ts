import type { LifecycleConfigurationDescription, PutLifecycleConfigurationRequest } from '@aws-sdk/client-efs'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

// Unlike AWS: the configuration is kept and shown, but no file ever moves to another storage class.
export const putLifecycleConfiguration: Operation<PutLifecycleConfigurationRequest, LifecycleConfigurationDescription> =
  {
    honours: ['FileSystemId', 'LifecyclePolicies'],
    permissions: (input, call) => [onFileSystem(call, 'PutLifecycleConfiguration', input.FileSystemId)],
    run: (input, { account }) => {
      const fileSystem = account.efs.fileSystem(input.FileSystemId!)
      if (input.LifecyclePolicies!.some(policy => Object.keys(policy).length !== 1)) {
        // "Amazon EFS requires that each LifecyclePolicy object have only have a single transition":
        // https://docs.aws.amazon.com/efs/latest/ug/API_PutLifecycleConfiguration.html
        throw new AwsError('BadRequest', 'Each lifecycle policy must have exactly one transition.')
      }
      fileSystem.lifecyclePolicies = input.LifecyclePolicies!
      return { LifecyclePolicies: fileSystem.lifecyclePolicies }
    },
  }

import type { LifecycleConfigurationDescription, PutLifecycleConfigurationRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

// Unlike AWS: the configuration is kept and shown, but no file ever moves to another storage class.
export const putLifecycleConfiguration: Operation<PutLifecycleConfigurationRequest, LifecycleConfigurationDescription> =
  {
    honours: ['FileSystemId', 'LifecyclePolicies'],
    permissions: (input, call) => [onFileSystem(call, 'PutLifecycleConfiguration', input.FileSystemId)],
    run: (input, { account }) => {
      const fileSystem = account.efs.fileSystem(input.FileSystemId!)
      fileSystem.lifecyclePolicies = input.LifecyclePolicies!
      return { LifecyclePolicies: fileSystem.lifecyclePolicies }
    },
  }

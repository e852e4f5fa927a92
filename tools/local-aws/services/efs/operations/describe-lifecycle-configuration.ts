import type { DescribeLifecycleConfigurationRequest, LifecycleConfigurationDescription } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onFileSystem } from '../permissions.ts'

export const describeLifecycleConfiguration: Operation<
  DescribeLifecycleConfigurationRequest,
  LifecycleConfigurationDescription
> = {
  honours: ['FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DescribeLifecycleConfiguration', input.FileSystemId)],
  run: (input, { account }) => ({ LifecyclePolicies: account.efs.fileSystem(input.FileSystemId!).lifecyclePolicies }),
}

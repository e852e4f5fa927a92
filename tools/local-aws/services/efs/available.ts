import { AwsError } from '../../aws-error.ts'
import type { FileSystem } from './file-system-model.ts'

/** Mount targets and access points can be created only on a file system whose own creation is finished. */
export function checkAvailable({ fileSystemId, state }: FileSystem): void {
  if (state === 'available') return
  throw new AwsError(
    'IncorrectFileSystemLifeCycleState',
    `File system '${fileSystemId}' is not in the available life cycle state.`,
    409,
  )
}

import type { Permission } from '../../iam/permission.ts'
import type { Tags } from './file-system-model.ts'
import type { Call } from './operation.ts'
import { onAccessPoint, onFileSystem } from './permissions.ts'
import type { EfsState } from './state.ts'

/** The tags of a file system or access point, by ID or ARN. */
export function tagsOf(efs: EfsState, resourceId: string): Tags {
  return isAccessPoint(resourceId) ? efs.accessPoint(resourceId).tags : efs.fileSystem(resourceId).tags
}

export function onTaggable(call: Call, action: string, resourceId: string): Permission {
  return isAccessPoint(resourceId) ? onAccessPoint(call, action, resourceId) : onFileSystem(call, action, resourceId)
}

function isAccessPoint(resourceId: string): boolean {
  return resourceId.split('/').at(-1)!.startsWith('fsap-')
}

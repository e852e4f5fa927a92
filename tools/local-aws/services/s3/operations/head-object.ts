import type { HeadObjectOutput, HeadObjectRequest } from '@aws-sdk/client-s3'
import { onObject } from '../bucket-access.ts'
import { selectObject, selectionMembers } from '../object-selection.ts'
import type { Operation } from '../operation.ts'

/** Everything of GetObject except the bytes; it needs the same permission. */
export const headObject: Operation<HeadObjectRequest, HeadObjectOutput> = {
  honours: selectionMembers,
  permissions: onObject('s3:GetObject', 's3:GetObjectVersion'),
  run: (input, call) => selectObject(input, call).members,
}

import type { GetObjectOutput, GetObjectRequest } from '@aws-sdk/client-s3'
import { onObject } from '../bucket-access.ts'
import { selectObject, selectionMembers } from '../object-selection.ts'
import type { Operation } from '../operation.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
export const getObject: Operation<GetObjectRequest, GetObjectOutput> = {
  honours: selectionMembers,
  permissions: onObject('s3:GetObject', 's3:GetObjectVersion'),
  run: (input, call) => {
    const { object, range, members } = selectObject(input, call)
    const body = call.account.network.toCaller(call.caller, object.content.pieces(range))
    return { ...members, Body: body as unknown as GetObjectOutput['Body'] }
  },
}

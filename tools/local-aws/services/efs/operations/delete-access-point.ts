import type { DeleteAccessPointRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../operation.ts'
import { onAccessPoint } from '../permissions.ts'

export const deleteAccessPoint: Operation<DeleteAccessPointRequest, object> = {
  honours: ['AccessPointId'],
  permissions: (input, call) => [onAccessPoint(call, 'DeleteAccessPoint', input.AccessPointId)],
  run: (input, { account: { efs } }) => {
    efs.accessPoints.delete(efs.accessPoint(input.AccessPointId!).accessPointId)
    return {}
  },
}

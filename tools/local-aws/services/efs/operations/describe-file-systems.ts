import type { DescribeFileSystemsRequest, DescribeFileSystemsResponse } from '@aws-sdk/client-efs'
import { describeFileSystem } from '../descriptions.ts'
import type { Operation } from '../operation.ts'
import { pageOf } from '../pages.ts'
import { onFileSystem } from '../permissions.ts'

export const describeFileSystems: Operation<DescribeFileSystemsRequest, DescribeFileSystemsResponse> = {
  honours: ['MaxItems', 'Marker', 'CreationToken', 'FileSystemId'],
  permissions: (input, call) => [onFileSystem(call, 'DescribeFileSystems', input.FileSystemId)],
  run: (input, { account }) => {
    const asked = input.FileSystemId
      ? [account.efs.fileSystem(input.FileSystemId)]
      : [...account.efs.fileSystems.values()].filter(
          one => input.CreationToken === undefined || one.creationToken === input.CreationToken,
        )
    const { items, next } = pageOf(asked, input.Marker, input.MaxItems)
    const FileSystems = items.map(one => describeFileSystem(account, one))
    for (const one of items) account.efs.stateReported(one)
    return { ...(input.Marker && { Marker: input.Marker }), FileSystems, NextMarker: next }
  },
}

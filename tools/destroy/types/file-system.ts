import {
  DescribeFileSystemsCommand,
  EFSClient,
  FileSystemNotFound,
  paginateDescribeFileSystems,
} from '@aws-sdk/client-efs'
import { hasStackTags } from '../../stack/stack-tags.ts'
import { isBeingDeleted, unlessMissing } from './existence.ts'
import { mountTargetsOf } from './mount-target.ts'
import type { RemovableType, Sighting } from './removable-type.ts'

export const fileSystem: RemovableType = {
  type: 'AWS::EFS::FileSystem',
  arn: { service: 'elasticfilesystem', resource: /^file-system\/(.+)$/ },
  isThere: async ({ clients }, FileSystemId) => {
    const request = new DescribeFileSystemsCommand({ FileSystemId })
    const answer = await unlessMissing(FileSystemNotFound, () => clients.get(EFSClient).send(request))
    return (answer?.FileSystems ?? []).some(({ LifeCycleState }) => !isBeingDeleted(LifeCycleState))
  },
  commands: ({ id }) => [['efs', 'delete-file-system', '--file-system-id', id]],
  findByName: async ({ connection, prefix }) => {
    const found: Sighting[] = []
    for await (const page of paginateDescribeFileSystems({ client: connection.clients.get(EFSClient) }, {})) {
      const tagged = (page.FileSystems ?? []).filter(({ Tags }) => hasStackTags(Tags, prefix))
      found.push(...tagged.map(({ FileSystemId }) => ({ id: FileSystemId!, ours: true })))
    }
    return found
  },
  before: { what: 'mount targets of', find: mountTargetsOf },
}

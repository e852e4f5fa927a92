import t from 'tap'
import { checkAvailable } from './available.ts'
import type { Call } from './operation.ts'
import { onAccessPoint, onFileSystem } from './permissions.ts'
import { EfsState } from './state.ts'
import { onTaggable, tagsOf } from './taggable.ts'

const account = {
  settings: { efsFolders: ['/mnt/a/efs', '/mnt/b/efs'] },
  arn: (service: string, resource: string) => `arn:${service}:${resource}`,
}
const efs = new EfsState(account as never)
const call = { account: { ...account, efs } } as unknown as Call
const policy = { Version: '2012-10-17', Statement: [] }
efs.fileSystems.set('fs-1', { fileSystemId: 'fs-1', state: 'available', tags: new Map([['a', 'b']]), policy } as never)
efs.fileSystems.set('fs-2', { fileSystemId: 'fs-2', state: 'creating', tags: new Map() } as never)
efs.accessPoints.set('fsap-1', { accessPointId: 'fsap-1', tags: new Map([['c', 'd']]) } as never)

t.test('a permission is on one file system, whose policy counts too, or on any', async t => {
  const onFirst = {
    action: 'elasticfilesystem:DescribeFileSystems',
    resource: 'arn:elasticfilesystem:file-system/fs-1',
    resourcePolicy: policy,
  }
  for (const id of ['fs-1', 'arn:aws:elasticfilesystem:eu-central-1:1:file-system/fs-1']) {
    t.same(onFileSystem(call, 'DescribeFileSystems', id), onFirst)
  }
  for (const [id, name] of [
    ['fs-2', 'fs-2'],
    [undefined, '*'],
  ] as const) {
    const resource = `arn:elasticfilesystem:file-system/${name}`
    t.same(onFileSystem(call, 'TagResource', id), { action: 'elasticfilesystem:TagResource', resource })
  }
})

t.test('a permission is on one access point or on any, and has no policy of its own', async t => {
  for (const [id, name] of [
    ['fsap-1', 'fsap-1'],
    ['arn:aws:elasticfilesystem:eu-central-1:1:access-point/fsap-1', 'fsap-1'],
    [undefined, '*'],
  ] as const) {
    const resource = `arn:elasticfilesystem:access-point/${name}`
    t.same(onAccessPoint(call, 'TagResource', id), { action: 'elasticfilesystem:TagResource', resource })
  }
})

t.test('an ID shows whether its tags belong to an access point or a file system', async t => {
  t.same([...tagsOf(efs, 'fsap-1')], [['c', 'd']])
  t.same([...tagsOf(efs, 'arn:x:access-point/fsap-1')], [['c', 'd']])
  t.same([...tagsOf(efs, 'fs-1')], [['a', 'b']])
  t.equal(onTaggable(call, 'TagResource', 'fsap-1').resource, 'arn:elasticfilesystem:access-point/fsap-1')
  t.equal(onTaggable(call, 'TagResource', 'fs-2').resource, 'arn:elasticfilesystem:file-system/fs-2')
})

t.test('the error for a missing resource names its kind and ID', async t => {
  const missing = (code: string, message: string) => ({ code, message, statusCode: 404 })
  t.throws(() => efs.fileSystem('arn:x/fs-9'), missing('FileSystemNotFound', "File system 'fs-9' does not exist."))
  t.throws(() => efs.mountTarget('fsmt-9'), missing('MountTargetNotFound', "Mount target 'fsmt-9' does not exist."))
  t.throws(() => efs.accessPoint('x/fsap-9'), missing('AccessPointNotFound', "Access point 'fsap-9' does not exist."))
  t.equal(efs.fileSystem('arn:x/fs-1').fileSystemId, 'fs-1')
})

t.test('only a file system whose creation is finished can be used', async t => {
  checkAvailable(efs.fileSystem('fs-1'))
  t.throws(() => checkAvailable(efs.fileSystem('fs-2')), {
    code: 'IncorrectFileSystemLifeCycleState',
    message: "File system 'fs-2' is not in the available life cycle state.",
    statusCode: 409,
  })
})

t.test('the mount targets of a file system are its own, and its folders are used in turn', async t => {
  efs.mountTargets.set('a', { mountTargetId: 'a', fileSystemId: 'fs-1' } as never)
  efs.mountTargets.set('b', { mountTargetId: 'b', fileSystemId: 'fs-2' } as never)
  t.same(
    efs.mountTargetsOf('fs-2').map(({ mountTargetId }) => mountTargetId),
    ['b'],
  )
  t.same(
    [1, 2, 3].map(() => efs.nextFolder()),
    ['/mnt/a/efs', '/mnt/b/efs', '/mnt/a/efs'],
  )
})

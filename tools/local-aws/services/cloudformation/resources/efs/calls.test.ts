import { AccessPointNotFound, FileSystemNotFound, MountTargetNotFound } from '@aws-sdk/client-efs'
import t from 'tap'
import { handlerCalls, ignoresOnly } from '../handler-calls-fixture.ts'
import { accessPoint } from './access-point.ts'
import { fileSystem } from './file-system.ts'
import { mountTarget } from './mount-target.ts'

const of = [{ Key: 'of', Value: 'stack' }]
const gone = { $metadata: {}, message: 'gone', ErrorCode: 'x' }
const own = [{ Key: 'own', Value: 'tag' }]

t.test('a file system is created, awaited, and gets its policies', async t => {
  const states = ['creating']
  const answers = {
    CreateFileSystem: { FileSystemId: 'fs-1', FileSystemArn: 'arn:fs-1' },
    get DescribeFileSystems() {
      return { FileSystems: [{ LifeCycleState: states.shift() ?? 'available' }] }
    },
  }
  const { create, update, remove } = handlerCalls(fileSystem, answers)
  const look = ['efs.DescribeFileSystems', { FileSystemId: 'fs-1' }]
  t.same(await create({}), {
    made: { physicalId: 'fs-1', attributes: { FileSystemId: 'fs-1', Arn: 'arn:fs-1' } },
    calls: [['efs.CreateFileSystem', { CreationToken: 'token', Tags: of }], ['initiated', 'fs-1'], look, look],
  })
  const same = {
    KmsKeyId: 'k',
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'provisioned',
    AvailabilityZoneName: 'z',
  }
  const policies = {
    FileSystemPolicy: { a: 1 },
    BackupPolicy: { Status: 'ENABLED' },
    LifecyclePolicies: [{ TransitionToIA: 'AFTER_1_DAY' }],
  }
  const { calls } = await create({
    ...same,
    ...policies,
    Encrypted: 'true',
    ProvisionedThroughputInMibps: '5',
    FileSystemTags: own,
  })
  const put = (id: string) => [
    ['efs.PutFileSystemPolicy', { FileSystemId: id, Policy: '{"a":1}' }],
    ['efs.PutBackupPolicy', { FileSystemId: id, BackupPolicy: { Status: 'ENABLED' } }],
    ['efs.PutLifecycleConfiguration', { FileSystemId: id, LifecyclePolicies: policies.LifecyclePolicies }],
  ]
  const whole = {
    CreationToken: 'token',
    Encrypted: true,
    ProvisionedThroughputInMibps: 5,
    Tags: [...of, ...own],
    ...same,
  }
  t.same(calls, [['efs.CreateFileSystem', whole], ['initiated', 'fs-1'], look, ...put('fs-1')])

  const Arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:file-system/physical'
  const nothing = await update(policies, policies, [])
  t.same(nothing, { made: { physicalId: 'physical', attributes: { FileSystemId: 'physical', Arn } }, calls: [] })
  const three = Object.keys(policies)
  t.same((await update({}, policies, three)).calls, put('physical'))
  t.same((await update(policies, {}, three)).calls, [
    ['efs.DeleteFileSystemPolicy', { FileSystemId: 'physical' }],
    ['efs.PutBackupPolicy', { FileSystemId: 'physical', BackupPolicy: { Status: 'DISABLED' } }],
    ['efs.PutLifecycleConfiguration', { FileSystemId: 'physical', LifecyclePolicies: [] }],
  ])
  const throughput = (more: object) => [['efs.UpdateFileSystem', { FileSystemId: 'physical', ...more }]]
  const provisioned = { ThroughputMode: 'provisioned', ProvisionedThroughputInMibps: 6 }
  t.same((await update({}, provisioned, ['ProvisionedThroughputInMibps'])).calls, throughput(provisioned))
  t.same((await update(same, {}, ['ThroughputMode'])).calls, throughput({ ThroughputMode: 'bursting' }))
  t.same((await update({ FileSystemTags: own }, {}, ['FileSystemTags'])).calls, [
    ['efs.UntagResource', { ResourceId: 'physical', TagKeys: ['own'] }],
    ['efs.TagResource', { ResourceId: 'physical', Tags: of }],
  ])
  t.same((await update({}, { FileSystemTags: own }, ['Tags'])).calls, [
    ['efs.TagResource', { ResourceId: 'physical', Tags: [...of, ...own] }],
  ])
  t.same(await remove(), [['efs.DeleteFileSystem', { FileSystemId: 'physical' }]])
  await ignoresOnly(t, fileSystem, 'DeleteFileSystem', new FileSystemNotFound(gone))
})

t.test('an access point has numbers, also if its template has text', async t => {
  const available = { LifeCycleState: 'available', AccessPointArn: 'arn:fsap-1' }
  const answers = {
    CreateAccessPoint: { AccessPointId: 'fsap-1' },
    DescribeAccessPoints: { AccessPoints: [{ LifeCycleState: 'creating', AccessPointArn: 'x' }, available] },
  }
  const { create, update, remove } = handlerCalls(accessPoint, answers)
  const { made, calls } = await create({
    FileSystemId: 'fs-1',
    PosixUser: { Uid: '1000', Gid: '1001', SecondaryGids: ['2', '3'] },
    RootDirectory: { Path: '/p', CreationInfo: { OwnerUid: '4', OwnerGid: '5', Permissions: 755 } },
    AccessPointTags: own,
  })
  t.same(made, { physicalId: 'fsap-1', attributes: { AccessPointId: 'fsap-1', Arn: 'arn:fsap-1' } })
  t.same(calls, [
    [
      'efs.CreateAccessPoint',
      {
        ClientToken: 'token',
        FileSystemId: 'fs-1',
        PosixUser: { Uid: 1000, Gid: 1001, SecondaryGids: [2, 3] },
        RootDirectory: { Path: '/p', CreationInfo: { OwnerUid: 4, OwnerGid: 5, Permissions: '755' } },
        Tags: [...of, ...own],
      },
    ],
    ['initiated', 'fsap-1'],
    ['efs.DescribeAccessPoints', { AccessPointId: 'fsap-1' }],
  ])
  const plain = await create({ FileSystemId: 'fs-1', ClientToken: 'c', RootDirectory: { Path: '/' } })
  const asked = { ClientToken: 'c', FileSystemId: 'fs-1', RootDirectory: { Path: '/' }, Tags: of }
  t.same(plain.calls[0], ['efs.CreateAccessPoint', asked])
  t.same((await update({ AccessPointTags: own }, {}, ['AccessPointTags'])).calls, [
    ['efs.UntagResource', { ResourceId: 'physical', TagKeys: ['own'] }],
    ['efs.TagResource', { ResourceId: 'physical', Tags: of }],
    ['efs.DescribeAccessPoints', { AccessPointId: 'physical' }],
  ])
  t.same(await remove(), [['efs.DeleteAccessPoint', { AccessPointId: 'physical' }]])
  await ignoresOnly(t, accessPoint, 'DeleteAccessPoint', new AccessPointNotFound(gone))
})

t.test('a mount target outlasts other work, and is awaited', async t => {
  const available = { LifeCycleState: 'available', IpAddress: '10.0.0.1' }
  const answers = {
    CreateMountTarget: { MountTargetId: 'fsmt-1' },
    DescribeMountTargets: { MountTargets: [{ LifeCycleState: 'creating', IpAddress: 'x' }, available] },
  }
  const { create, update, remove } = handlerCalls(mountTarget, answers)
  const properties = { FileSystemId: 'fs-1', SubnetId: 'subnet-1', SecurityGroups: ['sg-1'], IpAddress: '10.0.0.1' }
  t.same(await create(properties), {
    made: { physicalId: 'fsmt-1', attributes: { Id: 'fsmt-1', IpAddress: '10.0.0.1' } },
    calls: [
      ['efs.CreateMountTarget', properties],
      ['initiated', 'fsmt-1'],
      ['outlast'],
      ['efs.DescribeMountTargets', { MountTargetId: 'fsmt-1' }],
    ],
  })
  t.same((await update({}, { SecurityGroups: ['sg-2'] }, ['SecurityGroups'])).calls, [
    ['efs.ModifyMountTargetSecurityGroups', { MountTargetId: 'physical', SecurityGroups: ['sg-2'] }],
    ['efs.DescribeMountTargets', { MountTargetId: 'physical' }],
  ])
  t.same(await remove(), [['efs.DeleteMountTarget', { MountTargetId: 'physical' }]])
  await ignoresOnly(t, mountTarget, 'DeleteMountTarget', new MountTargetNotFound(gone))
})

t.test('what a template can change in place is listed', t => {
  t.same(accessPoint.applies, ['AccessPointTags', 'Tags'])
  t.same(mountTarget.applies, ['SecurityGroups'])
  t.same(fileSystem.applies, [
    'ThroughputMode',
    'ProvisionedThroughputInMibps',
    'FileSystemPolicy',
    'BackupPolicy',
    'LifecyclePolicies',
    'FileSystemTags',
    'Tags',
  ])
  t.end()
})

import t from 'tap'
import { checkConstraints } from '../../constraints.ts'
import { constraints } from './constraints.ts'

const service = { validationErrorCode: 'ValidationException', constraints }

/** The paths of the refused members. */
function refused(operation: string, input: object): string[] {
  try {
    checkConstraints(service, operation, input)
    return []
  } catch (error) {
    return [...(error as Error).message.matchAll(/ at '([^']+)'/g)].map(([, path]) => path!)
  }
}

/** Checks that a member is accepted at its length limit, and refused beyond it. */
function limits(operation: string, path: string, inputOf: (size: number) => object, most: number) {
  t.same(refused(operation, inputOf(most)), [], `${operation} ${path} of ${most}`)
  t.same(refused(operation, inputOf(most + 1)), [path], `${operation} ${path} of ${most + 1}`)
}

const x = (size: number) => 'x'.repeat(size)

t.test('texts and lists have the lengths of the model', t => {
  limits('CreateFileSystem', 'creationToken', size => ({ CreationToken: x(size) }), 64)
  t.same(refused('CreateFileSystem', { CreationToken: '' }), ['creationToken', 'creationToken'])
  limits('CreateAccessPoint', 'rootDirectory.path', size => ({ RootDirectory: { Path: `/${x(size - 1)}` } }), 100)
  const gids = (size: number) => ({ PosixUser: { Uid: 0, Gid: 0, SecondaryGids: Array(size).fill(1) } })
  limits('CreateAccessPoint', 'posixUser.secondaryGids', gids, 16)
  limits('CreateMountTarget', 'securityGroups', size => ({ SecurityGroups: Array(size).fill('sg-1') }), 100)
  t.same(refused('CreateMountTarget', { SubnetId: `subnet-${'a'.repeat(40)}` }), [])
  t.same(refused('CreateMountTarget', { SubnetId: `subnet-${'a'.repeat(41)}` }), ['subnetId', 'subnetId'])
  t.same(refused('CreateMountTarget', { SubnetId: 'subnet-0123456' }), ['subnetId', 'subnetId'])
  limits('PutFileSystemPolicy', 'policy', size => ({ Policy: x(size) }), 20_000)
  t.same(refused('PutFileSystemPolicy', { Policy: '' }), ['policy'])
  limits('PutLifecycleConfiguration', 'lifecyclePolicies', size => ({ LifecyclePolicies: Array(size).fill({}) }), 3)
  limits('TagResource', 'tags.1.member.key', size => ({ Tags: [{ Key: x(size), Value: '' }] }), 128)
  limits('TagResource', 'tags.1.member.value', size => ({ Tags: [{ Key: 'k', Value: x(size) }] }), 256)
  const alias = (size: number) => ({ KmsKeyId: `alias/${x(size - 6)}` })
  limits('CreateFileSystem', 'kmsKeyId', alias, 2048)
  for (const [operation, member, path] of [
    ['DescribeFileSystems', 'Marker', 'marker'],
    ['DescribeAccessPoints', 'NextToken', 'nextToken'],
  ] as const) {
    limits(operation, path, size => ({ [member]: x(size) }), 128)
    t.same(refused(operation, { [member]: '' }), [path, path])
  }
  const longArn = (rest: string) => (size: number) => {
    const arn = 'arn:aws:elasticfilesystem:'
    return `${arn}${x(size - arn.length - rest.length).replaceAll('x', 'a')}${rest}`
  }
  const ofFileSystem = longArn(':file-system/fs-01234567')
  const ofAccessPoint = longArn(':access-point/fsap-01234567')
  limits('DescribeFileSystems', 'fileSystemId', size => ({ FileSystemId: ofFileSystem(size) }), 128)
  limits('DeleteAccessPoint', 'accessPointId', size => ({ AccessPointId: ofAccessPoint(size) }), 128)
  limits('TagResource', 'resourceId', size => ({ ResourceId: ofFileSystem(size) }), 128)
  const target = (digits: number) => ({ MountTargetId: `fsmt-${'0'.repeat(digits)}` })
  for (const digits of [8, 40]) t.same(refused('DeleteMountTarget', target(digits)), [])
  for (const digits of [7, 41])
    t.same(refused('DeleteMountTarget', target(digits)), ['mountTargetId', 'mountTargetId'], `${digits} digits`)
  limits('UntagResource', 'tagKeys', size => ({ TagKeys: Array.from({ length: size }, (_, at) => `k${at}`) }), 50)
  t.same(refused('UntagResource', { TagKeys: [] }), ['tagKeys'])
  t.end()
})

t.test('ids have the forms of the model', t => {
  const arn = 'arn:aws:elasticfilesystem:us-east-1:000000000000:'
  for (const [operation, member, right, wrong] of [
    ['DescribeFileSystems', 'FileSystemId', ['fs-01234567', `${arn}file-system/fs-01234567`], ['fs-1', 'mine']],
    ['DeleteAccessPoint', 'AccessPointId', ['fsap-01234567', `${arn}access-point/fsap-01234567`], ['fs-01234567']],
    ['DeleteMountTarget', 'MountTargetId', ['fsmt-01234567'], [`${arn}mount-target/fsmt-01234567`]],
    [
      'TagResource',
      'ResourceId',
      ['fs-01234567', 'fsap-01234567', `${arn}access-point/fsap-01234567`],
      ['fsmt-01234567'],
    ],
  ] as const) {
    for (const id of right) t.same(refused(operation, { [member]: id }), [], `${operation} ${id}`)
    for (const id of wrong) t.not(refused(operation, { [member]: id }).length, 0, `${operation} ${id}`)
  }
  t.end()
})

t.test('numbers have the ranges of the model', t => {
  for (const [operation, member] of [
    ['DescribeFileSystems', 'MaxItems'],
    ['DescribeMountTargets', 'MaxItems'],
    ['DescribeAccessPoints', 'MaxResults'],
  ] as const) {
    t.same(refused(operation, { [member]: 1 }), [])
    t.equal(refused(operation, { [member]: 0 }).length, 1, operation)
  }
  for (const operation of ['CreateFileSystem', 'UpdateFileSystem'] as const) {
    t.same(refused(operation, { ProvisionedThroughputInMibps: 1 }), [])
    t.equal(refused(operation, { ProvisionedThroughputInMibps: 0 }).length, 1, operation)
    t.equal(refused(operation, { ThroughputMode: 'fast' }).length, 1, operation)
  }
  const owner = (more: object) => ({
    RootDirectory: { Path: '/', CreationInfo: { OwnerUid: 0, OwnerGid: 4_294_967_295, Permissions: '755', ...more } },
  })
  t.same(refused('CreateAccessPoint', owner({})), [])
  for (const wrong of [{ OwnerUid: -1 }, { OwnerGid: 4_294_967_296 }, { Permissions: '75' }, { Permissions: '0788' }]) {
    t.equal(refused('CreateAccessPoint', owner(wrong)).length, 1, JSON.stringify(wrong))
  }
  t.equal(refused('CreateAccessPoint', { PosixUser: { Uid: 0, Gid: 0, SecondaryGids: [-1] } }).length, 1)
  t.end()
})

t.test('keys and values of tags have the characters of the model', t => {
  for (const Key of ['Größe 1', 'a_.:/=+-@']) t.same(refused('TagResource', { Tags: [{ Key, Value: 'v' }] }), [], Key)
  for (const Key of ['a#b', 'a\nb', '{}']) {
    t.same(refused('TagResource', { Tags: [{ Key, Value: 'v' }] }), ['tags.1.member.key'], Key)
  }
  t.same(refused('CreateFileSystem', { Tags: [{ Key: 'k', Value: 'a#b' }] }), ['tags.1.member.value'])
  t.end()
})

t.test('keys, subnets and addresses have the form that they have on AWS', t => {
  const uuid = '01234567-89ab-cdef-0123-456789abcdef'
  const arn = 'arn:aws:kms:us-east-1:123456789012:'
  const keys = [uuid, `mrk-${'0a'.repeat(16)}`, 'alias/aws/efs', `${arn}key/${uuid}`, `${arn}alias/my-key`]
  for (const KmsKeyId of keys) t.same(refused('CreateFileSystem', { KmsKeyId }), [], KmsKeyId)
  for (const KmsKeyId of ['x', '', uuid.slice(1), `${arn}key/x`, `arn:aws:s3:::${uuid}`, arn]) {
    t.same(refused('CreateFileSystem', { KmsKeyId }), ['kmsKeyId'], KmsKeyId)
  }
  for (const IpAddress of ['10.0.0.1', '255.255.255.255']) t.same(refused('CreateMountTarget', { IpAddress }), [])
  for (const IpAddress of ['10.0.0.x', 'a.b.c.d.e', '10.0.0', '1000.0.0.1', '10.0.0.1000']) {
    t.match(refused('CreateMountTarget', { IpAddress }), ['ipAddress'], IpAddress)
  }
  const twice = ['ipAddress', 'ipAddress']
  for (const IpAddress of ['1.2.3', '1000.1000.1000.1000']) {
    t.same(refused('CreateMountTarget', { IpAddress }), twice, `${IpAddress} has the wrong length and form`)
  }
  t.match(refused('CreateMountTarget', { SubnetId: 'subnet-0123456789abcdefg' }), ['subnetId'])
  t.end()
})

t.test('each transition of a lifecycle policy has its own set of values', t => {
  const policy = (member: object) => refused('PutLifecycleConfiguration', { LifecyclePolicies: [member] })
  for (const [member, path, right] of [
    ['TransitionToIA', 'transitionToIA', 'AFTER_1_DAY'],
    ['TransitionToPrimaryStorageClass', 'transitionToPrimaryStorageClass', 'AFTER_1_ACCESS'],
    ['TransitionToArchive', 'transitionToArchive', 'AFTER_365_DAYS'],
  ] as const) {
    t.same(policy({ [member]: right }), [], member)
    t.same(policy({ [member]: 'NEVER' }), [`lifecyclePolicies.1.member.${path}`], member)
  }
  t.end()
})

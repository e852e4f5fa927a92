import t from 'tap'
import { readTemplate, resourcesOfType } from './read-template.ts'

const storage = readTemplate('storage.yaml')
const fileSystem = storage.Resources.FileSystem!.Properties
const noValue = { Ref: 'AWS::NoValue' }

t.test('the file system is encrypted, elastic and leaves no recovery points', async t => {
  t.match(fileSystem, {
    Encrypted: true,
    KmsKeyId: { 'Fn::If': ['HasKmsKeyArn', { Ref: 'KmsKeyArn' }, noValue] },
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'elastic',
    BackupPolicy: { Status: 'DISABLED' },
  })
})

t.test('each of the two subnets has a mount target behind the security group', async t => {
  const targets = resourcesOfType(storage, 'AWS::EFS::MountTarget').map(([, r]) => r.Properties)
  t.same(
    targets,
    ['SubnetAId', 'SubnetBId'].map(subnet => ({
      FileSystemId: { Ref: 'FileSystem' },
      SubnetId: { Ref: subnet },
      SecurityGroups: [{ Ref: 'EfsSecurityGroupId' }],
    })),
  )
})

t.test('the access point is /lambda for 1000:1000, made by EFS on the first mount', async t => {
  t.match(storage.Resources.AccessPoint!.Properties, {
    FileSystemId: { Ref: 'FileSystem' },
    PosixUser: { Uid: '1000', Gid: '1000' },
    RootDirectory: { Path: '/lambda', CreationInfo: { OwnerUid: '1000', OwnerGid: '1000', Permissions: '0750' } },
  })
})

t.test('the ids of the access point are strings: YAML would turn 0750 into 488', async t => {
  const { PosixUser, RootDirectory } = storage.Resources.AccessPoint!.Properties
  for (const value of Object.values({ ...PosixUser, ...RootDirectory.CreationInfo })) t.type(value, 'string')
})

t.test('the policy can be left out', async t => {
  t.same(storage.Conditions?.EnforcesFileSystemPolicy, {
    'Fn::Equals': [{ Ref: 'EnforceFileSystemPolicy' }, 'true'],
  })
  const [condition, , otherwise] = fileSystem.FileSystemPolicy['Fn::If']
  t.equal(condition, 'EnforcesFileSystemPolicy')
  t.same(otherwise, noValue)
})

t.test('the policy only denies, and never the API calls of whoever deletes the stack over TLS', async t => {
  const [, { Statement }] = fileSystem.FileSystemPolicy['Fn::If']
  t.match(Statement, [
    { Effect: 'Deny', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    {
      Effect: 'Deny',
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite', 'elasticfilesystem:ClientRootAccess'],
      Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'false' } },
    },
  ])
  t.equal(Statement.length, 2)
})

t.test('the outputs are the ids that the later stacks need', async t => {
  t.same(storage.Outputs.FileSystemId?.Value, { Ref: 'FileSystem' })
  t.same(storage.Outputs.FileSystemArn?.Value, { 'Fn::GetAtt': ['FileSystem', 'Arn'] })
  t.same(storage.Outputs.AccessPointArn?.Value, { 'Fn::GetAtt': ['AccessPoint', 'Arn'] })
  t.same(storage.Outputs.AccessPointId?.Value, { Ref: 'AccessPoint' })
})

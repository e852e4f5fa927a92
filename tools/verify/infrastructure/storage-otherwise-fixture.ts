import { changed, type Otherwise } from '../otherwise-fixture.ts'

const point = (change: (point: any) => void) => ({
  DescribeAccessPoints: changed(({ AccessPoints }) => change(AccessPoints[0])),
})
const configuration = (change: (configuration: any) => void) => ({ GetFunctionConfiguration: changed(change) })

/** Possible answers of AWS about the functions' mounts and the access point, each with the sentence that it breaks. */
export const storageOtherwise: readonly Otherwise[] = [
  {
    id: '1.2',
    what: 'a function runs in no subnet',
    answers: configuration(one => (one.VpcConfig.SubnetIds = [])),
    says: /^lambda-efs-\w+ runs in no subnet$/,
  },
  {
    id: '1.2',
    what: 'a mount target is still being made',
    answers: { DescribeMountTargets: changed(({ MountTargets }) => (MountTargets[0].LifeCycleState = 'creating')) },
    says: /^fsmt-\w+ is creating, not available$/,
  },
  {
    id: '1.2',
    what: 'a mount target is in another subnet',
    answers: { DescribeMountTargets: changed(({ MountTargets }) => (MountTargets[0].SubnetId = 'subnet-0')) },
    says: / is in subnet-0, which no function uses$/,
  },
  {
    id: '1.2',
    what: 'a subnet has two mount targets',
    answers: { DescribeMountTargets: changed(({ MountTargets }) => MountTargets.push(MountTargets[0])) },
    says: /has 2 mount targets of fs-\w+, not 1$/,
  },
  {
    id: '1.3',
    what: 'the root is another',
    answers: point(one => (one.RootDirectory.Path = '/')),
    says: /is \/, not \/lambda$/,
  },
  {
    id: '1.3',
    what: 'the group is another',
    answers: point(one => (one.PosixUser.Gid = 0)),
    says: /is 1000:0, not 1000:1000$/,
  },
  {
    id: '1.3',
    what: 'the access point acts for a further group',
    answers: point(one => (one.PosixUser.SecondaryGids = [7])),
    says: /acts for the groups 7 too$/,
  },
  {
    id: '1.3',
    what: 'the root is made for somebody else',
    answers: point(one => (one.RootDirectory.CreationInfo.OwnerUid = 0)),
    says: /creates its root directory for 0:1000 with permissions/,
  },
  {
    id: '1.3',
    what: 'the root is made without permissions',
    answers: point(one => delete one.RootDirectory.CreationInfo.Permissions),
    says: /for 1000:1000 with permissions undefined, not for 1000:1000$/,
  },
  {
    id: '1.3',
    what: 'the access point is not available',
    answers: point(one => (one.LifeCycleState = 'creating')),
    says: /is creating, not available$/,
  },
  {
    id: '1.3',
    what: 'the access point is of another file system',
    answers: point(one => (one.FileSystemId = 'fs-0')),
    says: /^fsap-\w+ belongs to fs-0, not to fs-\w+$/,
  },
  {
    id: '1.3',
    what: 'the file system is not encrypted',
    answers: { DescribeFileSystems: changed(({ FileSystems }) => (FileSystems[0].Encrypted = false)) },
    says: /is not encrypted$/,
  },
  {
    id: '1.3',
    what: 'the file system names no key',
    answers: { DescribeFileSystems: changed(({ FileSystems }) => delete FileSystems[0].KmsKeyId) },
    says: /names no KMS key$/,
  },
]

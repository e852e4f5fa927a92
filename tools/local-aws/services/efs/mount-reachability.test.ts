import { setTimeout } from 'node:timers/promises'
import { CreateFileSystemCommand, CreateMountTargetCommand, EFSClient } from '@aws-sdk/client-efs'
import t, { type Test } from 'tap'
import { startNetwork, tcp } from '../../network/network-fixture.ts'
import { mountBlockedBy } from './mount-reachability.ts'

const nfs = [tcp(2049, 2049)]

/** A VPC with a subnet in each of two zones, and functions that create file systems in it. */
async function world(t: Test) {
  const network = await startNetwork(t)
  const { aws } = network
  const efs = new EFSClient(aws)
  t.teardown(() => efs.destroy())
  const vpcId = await network.vpc()
  const subnets = {
    a: await network.subnet(vpcId, '10.0.0.0/24', 'a'),
    b: await network.subnet(vpcId, '10.0.1.0/24', 'b'),
  }
  const clientGroup = await network.group(vpcId, { egress: nfs })
  const fileSystem = async (CreationToken: string) => {
    const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken }))
    await available(aws.account.efs.fileSystem(FileSystemId!))
    return FileSystemId!
  }
  const mountTarget = async (FileSystemId: string, SubnetId: string, group?: string) => {
    const SecurityGroups = [group ?? (await network.group(vpcId, { ingress: nfs }))]
    const { MountTargetId } = await efs.send(new CreateMountTargetCommand({ FileSystemId, SubnetId, SecurityGroups }))
    const target = aws.account.efs.mountTarget(MountTargetId!)
    aws.account.efs.stateReported(target)
    return target
  }
  const blocked = (fileSystemId: string, ...subnetIds: string[]) =>
    mountBlockedBy(aws.account, fileSystemId, { subnetIds, securityGroupIds: [clientGroup] })
  return { ...network, efs, vpcId, subnets, fileSystem, mountTarget, blocked }
}

async function available(resource: { readonly state: string }): Promise<void> {
  const deadline = Date.now() + 30_000
  while (resource.state !== 'available') {
    if (Date.now() > deadline) throw new Error(`still ${resource.state} after 30 s, not available`)
    await setTimeout(5)
  }
}

t.test('a function reaches the mount target in the zone of its subnet', async t => {
  const { fileSystem, mountTarget, blocked, subnets } = await world(t)
  const id = await fileSystem('one')
  await mountTarget(id, subnets.a)
  t.equal(blocked(id, subnets.a), undefined)
  t.match(blocked(id, subnets.b), /^fs-\w+ has no available mount target in us-east-1b \(subnet-\w+\)$/)
})

t.test('every subnet of the function needs a mount target in its zone', async t => {
  const { fileSystem, mountTarget, blocked, subnets } = await world(t)
  const id = await fileSystem('one')
  await mountTarget(id, subnets.a)
  t.match(blocked(id, subnets.a, subnets.b), /no available mount target in us-east-1b/)
  t.match(blocked(id, subnets.b, subnets.a), /no available mount target in us-east-1b/)
  await mountTarget(id, subnets.b)
  t.equal(blocked(id, subnets.a, subnets.b), undefined)
})

t.test('a mount target counts only while it is available', async t => {
  const { fileSystem, mountTarget, blocked, subnets } = await world(t)
  const id = await fileSystem('one')
  const target = await mountTarget(id, subnets.a)
  for (const state of ['creating', 'deleting'] as const) {
    target.state = state
    t.match(blocked(id, subnets.a), /no available mount target in us-east-1a/, state)
  }
  target.state = 'available'
  t.equal(blocked(id, subnets.a), undefined)
})

t.test('the mount target of another file system does not count', async t => {
  const { fileSystem, mountTarget, blocked, subnets } = await world(t)
  const [one, other] = [await fileSystem('one'), await fileSystem('other')]
  await mountTarget(other, subnets.a)
  t.match(blocked(one, subnets.a), /no available mount target/)
})

t.test('a mount target in another VPC cannot be reached, even if its zone and its rules fit', async t => {
  const { vpc, subnet, group, fileSystem, mountTarget, blocked, subnets } = await world(t)
  const id = await fileSystem('one')
  const elsewhere = await vpc('10.1.0.0/16')
  await mountTarget(id, await subnet(elsewhere, '10.1.0.0/24', 'a'), await group(elsewhere, { ingress: nfs }))
  t.match(blocked(id, subnets.a), /^mount target fsmt-\w+ is in another VPC than subnet-\w+$/)
})

t.test('NFS must be allowed from the subnet of the function to the address of the mount target', async t => {
  const { vpcId, group, fileSystem, mountTarget, blocked, subnets } = await world(t)
  const ingress = async (...rules: Parameters<typeof tcp>) => group(vpcId, { ingress: [tcp(...rules)] })
  for (const [token, rule, passes] of [
    ['NFS from the subnet', await ingress(2049, 2049, '10.0.0.0/24'), true],
    ['another port', await ingress(2050, 2050), false],
    ['NFS from another subnet', await ingress(2049, 2049, '10.0.1.0/24'), false],
    ['NFS from the addresses that AWS keeps', await ingress(2049, 2049, '10.0.0.0/30'), false],
  ] as const) {
    const id = await fileSystem(token)
    await mountTarget(id, subnets.a, rule)
    t.equal(blocked(id, subnets.a) === undefined, passes, token)
  }
})

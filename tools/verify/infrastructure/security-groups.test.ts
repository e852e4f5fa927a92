import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { DescribeMountTargetsCommand, EFSClient, ModifyMountTargetSecurityGroupsCommand } from '@aws-sdk/client-efs'
import t from 'tap'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { infrastructureCriteria } from './criteria.ts'

t.setTimeout(600_000)

t.test('requirement 1.4 allows the rules on TCP 2049 and none wider', async t => {
  const system = await deployedSystem(t)
  const { outputs } = system
  const ec2 = new EC2Client({})
  const efs = new EFSClient({})
  t.teardown(() => [ec2, efs].forEach(client => client.destroy()))
  const judge = (id: '1.4') => verdictOf(system, infrastructureCriteria, id)
  const lambdaToEfs = (port: number) => ({
    GroupId: outputs.EfsSecurityGroupId!,
    IpPermissions: [
      {
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        UserIdGroupPairs: [{ GroupId: outputs.LambdaSecurityGroupId! }],
      },
    ],
  })

  await t.test('1.4 fails without the rule for NFS', async t => {
    await ec2.send(new RevokeSecurityGroupIngressCommand(lambdaToEfs(2049)))
    const { status, evidence } = await judge('1.4')
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(lambdaToEfs(2049)))
    t.equal(status, 'fail')
    t.match(evidence, `${outputs.EfsSecurityGroupId} does not let TCP 2049 in from ${outputs.LambdaSecurityGroupId}`)
  })

  await t.test('1.4 fails with a wider rule: another port, an address range, a way in to the functions', async t => {
    const anyone = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges: [{ CidrIp: '10.0.0.0/16' }] }
    for (const rule of [
      lambdaToEfs(22),
      { GroupId: outputs.EfsSecurityGroupId!, IpPermissions: [anyone] },
      { GroupId: outputs.LambdaSecurityGroupId!, IpPermissions: [anyone] },
    ]) {
      await ec2.send(new AuthorizeSecurityGroupIngressCommand(rule))
      const { status, evidence } = await judge('1.4')
      await ec2.send(new RevokeSecurityGroupIngressCommand(rule))
      t.equal(status, 'fail')
      t.match(evidence, /Too wide|Nothing has to reach the functions/)
    }
    t.equal((await judge('1.4')).status, 'pass')
  })

  await t.test('1.4 fails when the functions may reach more', async t => {
    const GroupId = outputs.LambdaSecurityGroupId!
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }))
    const { status, evidence } = await judge('1.4')
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }))
    t.equal(status, 'fail')
    t.match(evidence, /Too wide: .* tcp 80 out to 0\.0\.0\.0\/0/)
  })

  await t.test('1.4 fails when the functions may not reach the mount targets', async t => {
    const rule = { ...lambdaToEfs(2049), GroupId: outputs.LambdaSecurityGroupId! }
    rule.IpPermissions[0]!.UserIdGroupPairs[0]!.GroupId = outputs.EfsSecurityGroupId!
    await ec2.send(new RevokeSecurityGroupEgressCommand(rule))
    const { status, evidence } = await judge('1.4')
    await ec2.send(new AuthorizeSecurityGroupEgressCommand(rule))
    t.equal(status, 'fail')
    t.match(evidence, `${outputs.LambdaSecurityGroupId} does not let TCP 2049 out to ${outputs.EfsSecurityGroupId}`)
    t.equal((await judge('1.4')).status, 'pass')
  })

  await t.test('1.4 fails with any other way out: of the mount targets, to anywhere, by a range, by IPv6', async t => {
    const { LambdaSecurityGroupId: lambda, EfsSecurityGroupId: efsGroup } = outputs
    const tcp = (FromPort: number, ToPort: number, to: object) => ({ IpProtocol: 'tcp', FromPort, ToPort, ...to })
    const anywhere = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] }
    for (const [GroupId, permission] of [
      [efsGroup, { IpProtocol: '-1', ...anywhere }],
      [efsGroup, tcp(443, 443, anywhere)],
      [lambda, tcp(443, 443, anywhere)],
      [lambda, tcp(2049, 2050, { UserIdGroupPairs: [{ GroupId: efsGroup! }] })],
      [lambda, tcp(443, 443, { Ipv6Ranges: [{ CidrIpv6: '::/0' }] })],
    ] as const) {
      const rule = { GroupId: GroupId!, IpPermissions: [permission] }
      await ec2.send(new AuthorizeSecurityGroupEgressCommand(rule))
      const { status, evidence } = await judge('1.4')
      await ec2.send(new RevokeSecurityGroupEgressCommand(rule))
      t.equal(status, 'fail', JSON.stringify(permission))
      t.match(evidence, /Too wide: /)
    }
    t.equal((await judge('1.4')).status, 'pass')
  })

  await t.test('1.4 fails when a mount target is in another group', async t => {
    const { MountTargets } = await efs.send(new DescribeMountTargetsCommand({ FileSystemId: outputs.FileSystemId }))
    const MountTargetId = MountTargets![0]!.MountTargetId
    const put = (group: string) =>
      efs.send(new ModifyMountTargetSecurityGroupsCommand({ MountTargetId, SecurityGroups: [group] }))
    await put(outputs.LambdaSecurityGroupId!)
    const { status, evidence } = await judge('1.4')
    await put(outputs.EfsSecurityGroupId!)
    t.equal(status, 'fail')
    t.match(evidence, `${MountTargetId} has ${outputs.LambdaSecurityGroupId}, not only ${outputs.EfsSecurityGroupId}`)
  })
})

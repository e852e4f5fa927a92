import type { IpPermission } from '@aws-sdk/client-ec2'
import t, { type Test } from 'tap'
import { startNetwork, tcp } from '../../network/network-fixture.ts'
import { tcpBlockedBy } from './security-groups.ts'

const port = 2049
const open = [tcp(port, port)]

/** Why these rules block TCP to the port from 10.0.0.4 to 10.0.1.4; undefined if they allow it. */
async function blocked(t: Test, rules: { egress?: IpPermission[]; ingress?: IpPermission[] }) {
  const { aws, vpc, group } = await startNetwork(t)
  const vpcId = await vpc()
  const { egress = open, ingress = open } = rules
  const from = { addresses: ['10.0.0.4'], securityGroupIds: [await group(vpcId, { egress })] }
  const to = { addresses: ['10.0.1.4'], securityGroupIds: [await group(vpcId, { ingress })] }
  return tcpBlockedBy(aws.account, from, to, port)
}

const ingressMissing = /^no ingress rule of sg-\w+ lets TCP 2049 in from sg-\w+ \(10\.0\.0\.4\)$/
const egressMissing = /^no egress rule of sg-\w+ lets TCP 2049 out to sg-\w+ \(10\.0\.1\.4\)$/

t.test('TCP passes if egress of one side and ingress of the other allow the port', async t => {
  t.equal(await blocked(t, {}), undefined)
  t.match(await blocked(t, { egress: [] }), egressMissing)
  t.match(await blocked(t, { ingress: [] }), ingressMissing)
})

t.test('a rule for one direction does not apply to the other', async t => {
  const { aws, vpc, group } = await startNetwork(t)
  const vpcId = await vpc()
  const onlyIn = { addresses: ['10.0.0.4'], securityGroupIds: [await group(vpcId, { ingress: open })] }
  const onlyOut = { addresses: ['10.0.1.4'], securityGroupIds: [await group(vpcId, { egress: open })] }
  t.match(tcpBlockedBy(aws.account, onlyIn, onlyIn, port), /no egress rule/)
  t.match(tcpBlockedBy(aws.account, onlyOut, onlyOut, port), /no ingress rule/)
  t.equal(tcpBlockedBy(aws.account, onlyOut, onlyIn, port), undefined)
})

t.test('a rule allows the ports from its first to its last, and no other', async t => {
  for (const [first, last, passes] of [
    [port, port + 1, true],
    [port - 1, port, true],
    [port + 1, port + 2, false],
    [port - 2, port - 1, false],
  ] as const) {
    t.equal((await blocked(t, { ingress: [tcp(first, last)] })) === undefined, passes, `ports ${first} to ${last}`)
  }
})

t.test('a rule for all protocols allows TCP, and one for UDP does not', async t => {
  const IpRanges = [{ CidrIp: '0.0.0.0/0' }]
  t.equal(await blocked(t, { ingress: [{ IpProtocol: '-1', IpRanges }] }), undefined)
  t.match(await blocked(t, { ingress: [{ ...tcp(port, port), IpProtocol: 'udp' }] }), ingressMissing)
})

t.test('a rule for addresses applies to those of the other side', async t => {
  t.equal(await blocked(t, { ingress: [tcp(port, port, '10.0.0.0/24')] }), undefined)
  t.match(await blocked(t, { ingress: [tcp(port, port, '10.0.1.0/24')] }), ingressMissing)
  t.equal(await blocked(t, { egress: [tcp(port, port, '10.0.1.0/24')] }), undefined)
  t.match(await blocked(t, { egress: [tcp(port, port, '10.0.0.0/24')] }), egressMissing)
  const ofPrefixList = {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    PrefixListIds: [{ PrefixListId: 'pl-63a5400a' }],
  }
  t.match(await blocked(t, { egress: [ofPrefixList] }), egressMissing, 'the addresses of S3 are not in the VPC')
})

t.test('a rule for a group applies to the members of that group', async t => {
  const { aws, vpc, group } = await startNetwork(t)
  const vpcId = await vpc()
  const [client, stranger] = [await group(vpcId, { egress: open }), await group(vpcId, { egress: open })]
  const fromGroup = { IpProtocol: 'tcp', FromPort: port, ToPort: port, UserIdGroupPairs: [{ GroupId: client }] }
  const to = { addresses: ['10.0.1.4'], securityGroupIds: [await group(vpcId, { ingress: [fromGroup] })] }
  const from = (...securityGroupIds: string[]) => ({ addresses: ['10.0.0.4'], securityGroupIds })
  t.equal(tcpBlockedBy(aws.account, from(client), to, port), undefined)
  t.equal(
    tcpBlockedBy(aws.account, from(stranger, client), to, port),
    undefined,
    'membership in one of the groups is enough',
  )
  t.match(tcpBlockedBy(aws.account, from(stranger), to, port), /no ingress rule/)
})

t.test('a rule must cover all of several addresses', async t => {
  const { aws, vpc, group } = await startNetwork(t)
  const vpcId = await vpc()
  const to = {
    addresses: ['10.0.1.4'],
    securityGroupIds: [await group(vpcId, { ingress: [tcp(port, port, '10.0.0.0/24')] })],
  }
  const securityGroupIds = [await group(vpcId, { egress: open })]
  const from = (...addresses: string[]) => tcpBlockedBy(aws.account, { addresses, securityGroupIds }, to, port)
  t.equal(from('10.0.0.4', '10.0.0.5'), undefined)
  t.match(from('10.0.0.4', '10.0.2.5'), /no ingress rule/)
})

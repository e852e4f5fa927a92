import t from 'tap'
import type { SecurityGroupRule } from './network-model.ts'
import type { Account } from './operation.ts'
import { coversPort, tcpBlockedBy } from './security-groups.ts'

function rule(isEgress: boolean, more: Partial<SecurityGroupRule>): SecurityGroupRule {
  return { isEgress, ipProtocol: 'tcp', fromPort: 2049, toPort: 2049, ...more } as SecurityGroupRule
}

/** An account whose groups have these rules. */
function accountOf(groups: Readonly<Record<string, readonly SecurityGroupRule[]>>): Account {
  const entries = Object.entries(groups).map(([id, rules]) => [id, { groupId: id, rules }] as const)
  return { ec2: { securityGroups: new Map(entries) } } as unknown as Account
}

const from = { addresses: ['10.0.0.4'], securityGroupIds: ['sg-a', 'sg-b'] }
const to = { addresses: ['10.0.1.4', '10.0.1.5'], securityGroupIds: ['sg-c', 'sg-d'] }
const out = rule(true, { cidrIpv4: '10.0.1.0/24' })

t.test('the reason of a blocked connection names all groups and addresses of both sides', t => {
  t.equal(
    tcpBlockedBy(accountOf({}), from, to, 2049),
    'no egress rule of sg-a, sg-b lets TCP 2049 out to sg-c, sg-d (10.0.1.4, 10.0.1.5)',
  )
  t.equal(
    tcpBlockedBy(accountOf({ 'sg-b': [out] }), from, to, 2049),
    'no ingress rule of sg-c, sg-d lets TCP 2049 in from sg-a, sg-b (10.0.0.4)',
  )
  t.end()
})

t.test('a rule for addresses must cover every address of the other side', t => {
  const into = rule(false, { referencedGroupId: 'sg-b' })
  const blocked = (egress: Partial<SecurityGroupRule>) =>
    tcpBlockedBy(accountOf({ 'sg-a': [rule(true, egress)], 'sg-d': [into] }), from, to, 2049)
  t.equal(blocked({ cidrIpv4: '10.0.1.0/24' }), undefined)
  t.match(blocked({ cidrIpv4: '10.0.1.4/32' }), /^no egress rule/)
  t.match(blocked({ cidrIpv4: '10.0.2.0/24' }), /^no egress rule/)
  t.match(blocked({ prefixListId: 'pl-1' }), /^no egress rule/, 'a prefix list contains no address of the VPC')
  t.match(blocked({ referencedGroupId: 'sg-b' }), /^no egress rule/, 'the other side does not have this group')
  t.equal(blocked({ referencedGroupId: 'sg-c' }), undefined)
  t.end()
})

t.test('a rule covers its first and its last port, of TCP or of all protocols', t => {
  const covers = (more: Partial<SecurityGroupRule>) => coversPort(rule(true, more), 2049)
  t.equal(covers({ fromPort: 2000, toPort: 2049 }), true)
  t.equal(covers({ fromPort: 2049, toPort: 3000 }), true)
  t.equal(covers({ fromPort: 2000, toPort: 2048 }), false)
  t.equal(covers({ fromPort: 2050, toPort: 3000 }), false)
  t.equal(covers({ ipProtocol: 'udp' }), false)
  t.equal(covers({ ipProtocol: '-1', fromPort: -1, toPort: -1 }), true)
  t.end()
})

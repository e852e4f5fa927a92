import t from 'tap'
import { mountBlockedBy } from './mount-reachability.ts'
import type { Account } from './operation.ts'

/** A subnet with a mount target at 10.0.0.9 that accepts every address. The function may connect to these addresses. */
function blockedWith(egressTo: string): string | undefined {
  const subnet = { subnetId: 'subnet-1', vpcId: 'vpc-1', availabilityZone: 'us-east-1a', cidrBlock: '10.0.0.0/24' }
  const rule = { ipProtocol: 'tcp', fromPort: 2049, toPort: 2049 }
  const target = { mountTargetId: 'fsmt-1', fileSystemId: 'fs-1', subnetId: 'subnet-1', state: 'available' }
  const account = {
    ec2: {
      subnet: () => subnet,
      securityGroups: new Map([
        ['sg-function', { groupId: 'sg-function', rules: [{ ...rule, isEgress: true, cidrIpv4: egressTo }] }],
        ['sg-target', { groupId: 'sg-target', rules: [{ ...rule, isEgress: false, cidrIpv4: '0.0.0.0/0' }] }],
      ]),
    },
    efs: {
      mountTargets: new Map([['fsmt-1', { ...target, ipAddress: '10.0.0.9', securityGroupIds: ['sg-target'] }]]),
    },
  } as unknown as Account
  return mountBlockedBy(account, 'fs-1', { subnetIds: ['subnet-1'], securityGroupIds: ['sg-function'] })
}

t.test('the egress rules of a function must lead to the address of the mount target', t => {
  t.equal(blockedWith('10.0.0.9/32'), undefined)
  t.match(blockedWith('10.0.0.8/32'), /^no egress rule of sg-function lets TCP 2049 out to sg-target \(10\.0\.0\.9\)$/)
  t.end()
})

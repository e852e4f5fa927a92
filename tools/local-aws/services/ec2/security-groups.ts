import { includesAddress } from './cidr.ts'
import type { SecurityGroupRule } from './network-model.ts'
import type { Account } from './operation.ts'

/** One side of a connection: its addresses and the groups of its network interface. */
export interface NetworkEnd {
  readonly addresses: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/**
 * Whether the security groups of both sides allow a TCP connection: egress of the side that opens it, and ingress of
 * the other. Groups are stateful, so the way back needs no rule.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export function tcpBlockedBy(account: Account, from: NetworkEnd, to: NetworkEnd, port: number): string | undefined {
  if (!anyRule(account, from, true, port, to)) {
    return `no egress rule of ${from.securityGroupIds.join(', ')} lets TCP ${port} out to ${nameOf(to)}`
  }
  if (!anyRule(account, to, false, port, from)) {
    return `no ingress rule of ${to.securityGroupIds.join(', ')} lets TCP ${port} in from ${nameOf(from)}`
  }
  return undefined
}

function anyRule(account: Account, end: NetworkEnd, isEgress: boolean, port: number, peer: NetworkEnd): boolean {
  return rulesOf(account, end.securityGroupIds).some(
    rule => rule.isEgress === isEgress && coversPort(rule, port) && coversPeer(rule, peer),
  )
}

/** The rules of all these groups. */
export function rulesOf(account: Account, securityGroupIds: readonly string[]): SecurityGroupRule[] {
  return [...account.ec2.securityGroups.values()]
    .filter(({ groupId }) => securityGroupIds.includes(groupId))
    .flatMap(({ rules }) => rules)
}

export function coversPort(rule: SecurityGroupRule, port: number): boolean {
  if (rule.ipProtocol === '-1') return true
  return rule.ipProtocol === 'tcp' && rule.fromPort <= port && port <= rule.toPort
}

function coversPeer(rule: SecurityGroupRule, peer: NetworkEnd): boolean {
  if (rule.referencedGroupId) return peer.securityGroupIds.includes(rule.referencedGroupId)
  if (rule.cidrIpv4) return peer.addresses.every(address => includesAddress(rule.cidrIpv4!, address))
  return false
}

function nameOf(end: NetworkEnd): string {
  return `${end.securityGroupIds.join(', ')} (${end.addresses.join(', ')})`
}

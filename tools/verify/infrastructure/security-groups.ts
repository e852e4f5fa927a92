import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  DescribeManagedPrefixListsCommand,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2'
import { DescribeMountTargetSecurityGroupsCommand } from '@aws-sdk/client-efs'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { fileSystemMountTargets } from './file-system-mount-targets.ts'
import { functionNetworks } from './function-networks.ts'

export const securityGroups: Criterion = {
  id: '1.4',
  claim: 'The security groups let NFS (TCP 2049) through from the functions to the mount targets, and nothing wider.',
  builtIn: ['cloudformation/network.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    const { LambdaSecurityGroupId: lambda = '', EfsSecurityGroupId: efs = '' } = verification.system.outputs
    const rules = await rulesOf(verification, [lambda, efs])
    for (const rule of rules) observed('EC2 DescribeSecurityGroupRules', describeRule(rule))
    const of = (groupId: string, isEgress: boolean) =>
      rules.filter(rule => rule.GroupId === groupId && rule.IsEgress === isEgress)

    const ingress = of(efs, false)
    expect(
      ingress.some(rule => isNfs(rule, lambda)),
      `${efs} does not let TCP 2049 in from ${lambda}`,
    )
    for (const rule of ingress.filter(rule => !isNfs(rule, lambda))) expect(false, `Too wide: ${describeRule(rule)}`)
    for (const rule of of(lambda, false)) expect(false, `Nothing has to reach the functions: ${describeRule(rule)}`)
    const egress = of(lambda, true)
    expect(
      egress.some(rule => isNfs(rule, efs)),
      `${lambda} does not let TCP 2049 out to ${efs}`,
    )
    const s3 = await s3Destination(verification)
    observed('CloudFormation DescribeStacks, EC2 DescribeManagedPrefixLists', `HTTPS is to go to ${s3}`)
    for (const rule of egress.filter(rule => !isNfs(rule, efs) && !isHttps(rule, s3))) {
      expect(false, `Too wide: ${describeRule(rule)}`)
    }
    for (const rule of of(efs, true).filter(rule => !isNothing(rule))) expect(false, `Too wide: ${describeRule(rule)}`)

    for (const { functionName, securityGroupIds } of await functionNetworks(verification)) {
      observed('Lambda GetFunctionConfiguration', `${functionName} has ${securityGroupIds.join(', ') || 'no group'}`)
      expect(only(securityGroupIds, lambda), `${functionName} has ${securityGroupIds.join(', ')}, not only ${lambda}`)
    }
    const targets = await fileSystemMountTargets(verification)
    expect(targets.length > 0, `${verification.system.outputs.FileSystemId} has no mount target`)
    for (const { MountTargetId } of targets) {
      const { SecurityGroups: groups = [] } = await verification.clients.efs.send(
        new DescribeMountTargetSecurityGroupsCommand({ MountTargetId }),
      )
      observed('EFS DescribeMountTargetSecurityGroups', `${MountTargetId} has ${groups.join(', ')}`)
      expect(only(groups, efs), `${MountTargetId} has ${groups.join(', ')}, not only ${efs}`)
    }
  },
}

async function rulesOf({ clients }: Verification, groupIds: readonly string[]): Promise<readonly SecurityGroupRule[]> {
  const rules: SecurityGroupRule[] = []
  for await (const page of paginateDescribeSecurityGroupRules(
    { client: clients.ec2 },
    { Filters: [{ Name: 'group-id', Values: [...groupIds] }] },
  )) {
    rules.push(...(page.SecurityGroupRules ?? []))
  }
  return rules
}

/**
 * Returns where the template lets HTTPS go: to the prefix list of its parameter, which must be S3's. If the parameter
 * is empty, to 0.0.0.0/0, which reaches no further, since the subnets have no other route (criterion 1.1).
 */
async function s3Destination({ clients, system }: Verification): Promise<string> {
  const { Stacks } = await clients.cloudFormation.send(new DescribeStacksCommand({ StackName: system.stackId }))
  const parameter = Stacks?.[0]?.Parameters?.find(({ ParameterKey }) => ParameterKey === 'S3PrefixListId')
  if (!parameter?.ParameterValue) return '0.0.0.0/0'
  const { PrefixLists } = await clients.ec2.send(
    new DescribeManagedPrefixListsCommand({
      Filters: [{ Name: 'prefix-list-name', Values: [`com.amazonaws.${system.region}.s3`] }],
    }),
  )
  return PrefixLists?.[0]?.PrefixListId ?? 'the prefix list of S3, which there is not'
}

/** True for exactly port 2049 and exactly this group. A range or a CIDR would let more through. */
function isNfs(rule: SecurityGroupRule, otherGroup: string): boolean {
  return isTcp(rule, 2049) && rule.ReferencedGroupInfo?.GroupId === otherGroup
}

function isHttps(rule: SecurityGroupRule, destination: string): boolean {
  return isTcp(rule, 443) && (rule.PrefixListId ?? rule.CidrIpv4) === destination && rule.CidrIpv6 === undefined
}

/** True for the rule that replaces the default "allow all outbound". It leads nowhere. */
function isNothing(rule: SecurityGroupRule): boolean {
  return rule.IpProtocol === '-1' && rule.CidrIpv4 === '127.0.0.1/32'
}

function isTcp(rule: SecurityGroupRule, port: number): boolean {
  return rule.IpProtocol === 'tcp' && rule.FromPort === port && rule.ToPort === port
}

function only(groups: readonly string[], expected: string): boolean {
  return groups.length === 1 && groups[0] === expected
}

function describeRule(rule: SecurityGroupRule): string {
  const ports = rule.FromPort === rule.ToPort ? `${rule.FromPort}` : `${rule.FromPort}-${rule.ToPort}`
  // -1 means all protocols and all ports.
  const traffic = rule.IpProtocol === '-1' ? 'all traffic' : `${rule.IpProtocol} ${ports}`
  const peer = rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? rule.CidrIpv4 ?? rule.CidrIpv6
  return `${rule.GroupId} ${rule.SecurityGroupRuleId}: ${traffic} ${rule.IsEgress ? 'out to' : 'in from'} ${peer}`
}

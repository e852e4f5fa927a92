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
  shownIn: ['cloudformation/stacks.json'],
  check: async (look, { saw, must }) => {
    const { LambdaSecurityGroupId: lambda = '', EfsSecurityGroupId: efs = '' } = look.system.outputs
    const rules = await rulesOf(look, [lambda, efs])
    for (const rule of rules) saw('EC2 DescribeSecurityGroupRules', describeRule(rule))
    const of = (groupId: string, isEgress: boolean) =>
      rules.filter(rule => rule.GroupId === groupId && rule.IsEgress === isEgress)

    const ingress = of(efs, false)
    must(
      ingress.some(rule => isNfs(rule, lambda)),
      `${efs} does not let TCP 2049 in from ${lambda}`,
    )
    for (const rule of ingress.filter(rule => !isNfs(rule, lambda))) must(false, `Too wide: ${describeRule(rule)}`)
    for (const rule of of(lambda, false)) must(false, `Nothing has to reach the functions: ${describeRule(rule)}`)
    const egress = of(lambda, true)
    must(
      egress.some(rule => isNfs(rule, efs)),
      `${lambda} does not let TCP 2049 out to ${efs}`,
    )
    const s3List = await s3PrefixListId(look)
    for (const rule of egress.filter(rule => !isNfs(rule, efs) && !isHttps(rule, s3List))) {
      must(false, `Too wide: ${describeRule(rule)}`)
    }

    for (const { functionName, securityGroupIds } of await functionNetworks(look)) {
      saw('Lambda GetFunctionConfiguration', `${functionName} has ${securityGroupIds.join(', ') || 'no group'}`)
      must(only(securityGroupIds, lambda), `${functionName} has ${securityGroupIds.join(', ')}, not only ${lambda}`)
    }
    const targets = await fileSystemMountTargets(look)
    must(targets.length > 0, `${look.system.outputs.FileSystemId} has no mount target`)
    for (const { MountTargetId } of targets) {
      const { SecurityGroups: groups = [] } = await look.clients.efs.send(
        new DescribeMountTargetSecurityGroupsCommand({ MountTargetId }),
      )
      saw('EFS DescribeMountTargetSecurityGroups', `${MountTargetId} has ${groups.join(', ')}`)
      must(only(groups, efs), `${MountTargetId} has ${groups.join(', ')}, not only ${efs}`)
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

async function s3PrefixListId({ clients, system }: Verification): Promise<string | undefined> {
  const { PrefixLists } = await clients.ec2.send(
    new DescribeManagedPrefixListsCommand({
      Filters: [{ Name: 'prefix-list-name', Values: [`com.amazonaws.${system.region}.s3`] }],
    }),
  )
  return PrefixLists?.[0]?.PrefixListId
}

/** Exactly port 2049 and exactly this group: a range or a CIDR would let more through. */
function isNfs(rule: SecurityGroupRule, otherGroup: string): boolean {
  return isTcp(rule, 2049) && rule.ReferencedGroupInfo?.GroupId === otherGroup
}

/** The subnets have no route but the one to S3, so 0.0.0.0/0 reaches no further than the prefix list (criterion 1.1). */
function isHttps(rule: SecurityGroupRule, s3PrefixListId: string | undefined): boolean {
  if (!isTcp(rule, 443)) return false
  return rule.PrefixListId ? rule.PrefixListId === s3PrefixListId : rule.CidrIpv4 === '0.0.0.0/0'
}

function isTcp(rule: SecurityGroupRule, port: number): boolean {
  return rule.IpProtocol === 'tcp' && rule.FromPort === port && rule.ToPort === port
}

function only(groups: readonly string[], expected: string): boolean {
  return groups.length === 1 && groups[0] === expected
}

function describeRule(rule: SecurityGroupRule): string {
  const ports = rule.FromPort === rule.ToPort ? `${rule.FromPort}` : `${rule.FromPort}-${rule.ToPort}`
  // -1 is all protocols and all ports.
  const traffic = rule.IpProtocol === '-1' ? 'all traffic' : `${rule.IpProtocol} ${ports}`
  const peer = rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId ?? rule.CidrIpv4 ?? rule.CidrIpv6
  return `${rule.GroupId} ${rule.SecurityGroupRuleId}: ${traffic} ${rule.IsEgress ? 'out to' : 'in from'} ${peer}`
}

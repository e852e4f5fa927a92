import type { CreateSecurityGroupRequest, CreateSecurityGroupResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../aws-error.ts'
import type { Operation } from '../operation.ts'
import { on, withTags } from '../permissions.ts'
import { resourceId } from '../state.ts'
import { specifiedTags, tagList } from '../tags.ts'

// A new group allows all egress and no ingress.
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
export const createSecurityGroup: Operation<CreateSecurityGroupRequest, CreateSecurityGroupResult> = {
  honours: ['Description', 'GroupName', 'TagSpecifications', 'VpcId'],
  permissions: (input, call) => [
    ...withTags(call, 'CreateSecurityGroup', 'security-group', input.TagSpecifications),
    on(call, 'CreateSecurityGroup', 'vpc', input.VpcId),
  ],
  run: (input, { account }) => {
    const { ec2 } = account
    if (!input.VpcId) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user')
    const { vpcId } = ec2.vpc(input.VpcId)
    const groupName = input.GroupName!
    if (!/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/.test(groupName) || groupName.startsWith('sg-')) {
      throw new AwsError('InvalidParameterValue', `Value (${groupName}) for parameter GroupName is invalid.`)
    }
    checkDescription(input.Description!)
    if ([...ec2.securityGroups.values()].some(group => group.vpcId === vpcId && group.groupName === groupName)) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${groupName}' already exists for VPC '${vpcId}'`,
      )
    }
    const group = {
      groupId: resourceId('sg'),
      groupName,
      description: input.Description!,
      vpcId,
      isDefault: false,
      rules: [
        {
          ruleId: resourceId('sgr'),
          isEgress: true,
          ipProtocol: '-1',
          fromPort: -1,
          toPort: -1,
          cidrIpv4: '0.0.0.0/0',
          tags: new Map(),
        },
      ],
      tags: specifiedTags(input.TagSpecifications, 'security-group'),
    }
    ec2.securityGroups.set(group.groupId, group)
    return {
      GroupId: group.groupId,
      Tags: tagList(group.tags),
      SecurityGroupArn: account.arn('ec2', `security-group/${group.groupId}`),
    }
  },
}

// Words: https://github.com/hashicorp/terraform-provider-aws/pull/43854 and
// https://github.com/cds-snc/notification-terraform/pull/561
function checkDescription(description: string): void {
  if (/^[\w .:/()#,@[\]+=&;{}!$*-]{1,255}$/.test(description)) return
  throw new AwsError(
    'InvalidParameterValue',
    /[^\x20-\x7e]/.test(description)
      ? `Value (${description}) for parameter GroupDescription is invalid. Character sets beyond ASCII are not supported.`
      : 'Invalid security group description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
  )
}

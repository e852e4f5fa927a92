import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2'
import { DescribeAccessPointsCommand, DescribeFileSystemsCommand } from '@aws-sdk/client-efs'
import { HeadBucketCommand } from '@aws-sdk/client-s3'
import { stackTree } from '../../stack/stack-tree.ts'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { outputSubnetIds } from './output-subnets.ts'

export const stackOutputs: Criterion = {
  id: '1.6',
  claim:
    'The stack outputs the file system id, access point ARN, security group ids, subnet ids and bucket name, as they are.',
  builtIn: ['cloudformation/main.yaml'],
  shownIn: ['cloudformation/stacks.json'],
  check: async (verification, { observed, expect }) => {
    const { nested } = await stackTree(verification.clients.cloudFormation, verification.system.stackId)
    const resources = [...nested.values()].flatMap(({ resources }) => resources)
    for (const { name, values, resourceIds, ask, source } of outputs(verification)) {
      expect(values.length > 0, `The output ${name} is missing`)
      if (values.length === 0) continue
      const real = await ask(values).catch((error: unknown) => {
        // Any error of the service about an unknown id counts against this output.
        expect(false, `${source} knows nothing of ${name} ${values.join(', ')}: ${(error as Error).name}`)
        return []
      })
      observed(source, `${name} ${values.join(', ')}: the service has ${real.join(', ') || 'nothing'}`)
      expect(sameSet(real, values), `${name} is ${values.join(', ')}, but the service has ${real.join(', ') || 'none'}`)
      const made = resources.filter(one => resourceIds.includes(one.LogicalResourceId!))
      const ids = made.map(one => one.PhysicalResourceId!)
      // CloudFormation's id of an access point is the last part of the ARN.
      const named = values.map(value => value.split('/').at(-1)!)
      observed('CloudFormation ListStackResources', `${resourceIds.join(', ')}: ${ids.join(', ') || 'none'}`)
      expect(sameSet(ids, named), `${name} is ${values.join(', ')}, but the stacks made ${ids.join(', ') || 'none'}`)
    }
  },
}

interface Output {
  readonly name: string
  readonly values: readonly string[]
  /** Logical ids of the resources whose ids the output has. */
  readonly resourceIds: readonly string[]
  readonly source: string
  readonly ask: (values: readonly string[]) => Promise<readonly string[]>
}

function outputs(verification: Verification): readonly Output[] {
  const { clients, system } = verification
  const securityGroup = (name: string): Output => ({
    ...one(name, name.replace(/Id$/, '')),
    source: 'EC2 DescribeSecurityGroups',
    ask: async values => {
      const found = await clients.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [...values] }))
      return (found.SecurityGroups ?? []).map(group => group.GroupId!)
    },
  })
  const one = (name: string, resourceId: string) => ({
    name,
    values: system.outputs[name] ? [system.outputs[name]] : [],
    resourceIds: [resourceId],
  })
  return [
    {
      ...one('FileSystemId', 'FileSystem'),
      source: 'EFS DescribeFileSystems',
      ask: async ([FileSystemId]) => {
        const { FileSystems } = await clients.efs.send(new DescribeFileSystemsCommand({ FileSystemId }))
        return (FileSystems ?? []).map(found => found.FileSystemId!)
      },
    },
    {
      ...one('AccessPointArn', 'AccessPoint'),
      source: 'EFS DescribeAccessPoints',
      ask: async ([arn]) => {
        const AccessPointId = arn!.split('/').at(-1)!
        const { AccessPoints } = await clients.efs.send(new DescribeAccessPointsCommand({ AccessPointId }))
        return (AccessPoints ?? []).map(found => found.AccessPointArn!)
      },
    },
    securityGroup('LambdaSecurityGroupId'),
    securityGroup('EfsSecurityGroupId'),
    {
      name: 'SubnetIds',
      values: outputSubnetIds(verification),
      resourceIds: ['SubnetA', 'SubnetB'],
      source: 'EC2 DescribeSubnets',
      ask: async values => {
        const { Subnets } = await clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...values] }))
        return (Subnets ?? []).map(subnet => subnet.SubnetId!)
      },
    },
    {
      ...one('BucketName', 'ModelsBucket'),
      source: 'S3 HeadBucket',
      ask: async ([Bucket]) => {
        await clients.s3.send(new HeadBucketCommand({ Bucket }))
        return [Bucket!]
      },
    },
  ]
}

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every(value => right.includes(value))
}

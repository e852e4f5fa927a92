import { APIGatewayClient, CreateRestApiCommand } from '@aws-sdk/client-api-gateway'
import { CreateTagsCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2'
import { CreateFileSystemCommand, EFSClient } from '@aws-sdk/client-efs'
import t from 'tap'
import { connectToAws } from '../../command/aws-connection.ts'
import { useLocalAws } from '../../deploy/deploy-fixture.ts'
import { stackTags } from '../../stack/stack-tags.ts'
import { deployPolicy } from '../../preflight/deploy-policy.ts'
import { becomeDeployer, without } from '../../preflight/deployer-fixture.ts'
import { destroy } from '../destroy.ts'

t.test('a resource without a name is found by its service’s tags if the tagging API may not be asked', async t => {
  const aws = await useLocalAws(t)
  const { clientConfig } = await connectToAws()
  const [ec2, efs, apis] = [
    new EC2Client(clientConfig),
    new EFSClient(clientConfig),
    new APIGatewayClient(clientConfig),
  ]
  const make = async (prefix: string) => {
    const Tags = stackTags(prefix)
    const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))
    await ec2.send(new CreateTagsCommand({ Resources: [Vpc!.VpcId!], Tags }))
    const { FileSystemId } = await efs.send(new CreateFileSystemCommand({ CreationToken: prefix, Tags }))
    const { id } = await apis.send(new CreateRestApiCommand({ name: prefix, tags }))
    return [
      { type: 'AWS::EC2::VPC', id: Vpc!.VpcId! },
      { type: 'AWS::EFS::FileSystem', id: FileSystemId! },
      { type: 'AWS::ApiGateway::RestApi', id: id! },
    ]
  }
  const ours = await make('demo')
  await make('of-others')
  const policy = deployPolicy({ accountId: aws.accountId, region: aws.region, prefix: 'demo' })
  await becomeDeployer(t, aws, without(policy, 'tag:GetResources'))
  const { leftovers, unchecked } = await destroy({ prefix: 'demo' })
  const byType = (all: readonly { type: string; id: string }[]) => all.map(({ type, id }) => `${type} ${id}`).sort()
  t.same(byType(leftovers), byType(ours))
  t.match(unchecked, [/^resources by tag: .*tag:GetResources/])
})

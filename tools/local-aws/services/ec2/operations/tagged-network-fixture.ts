import * as sdk from '@aws-sdk/client-ec2'
import type { Test } from 'tap'
import { startLocalAws } from '../../../server.ts'

export const OwnerId = '000000000000'
export const Tags = [{ Key: 'k', Value: 'v' }]
export const arn = (resource: string) => `arn:aws:ec2:us-east-1:${OwnerId}:${resource}`
export const tagged = (ResourceType: sdk.ResourceType) => ({ TagSpecifications: [{ ResourceType, Tags }] })

/** A local AWS with one VPC and one subnet, both with tags. */
export async function taggedNetwork(t: Pick<Test, 'teardown'>) {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const ec2 = new sdk.EC2Client(aws)
  /** The answer without its metadata. */
  const answer = async (command: object): Promise<any> => {
    const { $metadata, ...members } = await ec2.send(command as never)
    return members
  }
  const { Vpc } = await answer(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16', ...tagged('vpc') }))
  const VpcId: string = Vpc.VpcId
  const { Subnet } = await answer(new sdk.CreateSubnetCommand({ VpcId, CidrBlock: '10.0.0.0/28', ...tagged('subnet') }))
  return { aws, answer, Vpc, VpcId, Subnet, SubnetId: Subnet.SubnetId as string }
}

/** The ids of a Describe call with each of these filters must be the given ones. */
export async function foundBy(
  t: { same: (found: unknown, wanted: unknown, name: string) => void },
  describe: (Filters: sdk.Filter[]) => Promise<unknown[]>,
  filters: Readonly<Record<string, string>>,
  wanted: unknown[],
) {
  for (const [Name, value] of Object.entries(filters)) {
    t.same(await describe([{ Name, Values: ['nothing', value] }]), wanted, `${Name} ${value}`)
    t.same(await describe([{ Name, Values: ['nothing'] }]), [], `${Name} nothing`)
  }
}

import { DescribeNetworkInterfacesCommand, EC2Client, type NetworkInterface } from '@aws-sdk/client-ec2'
import { where } from './ec2-filter.ts'
import type { RemovableType, Sighting } from './removable-type.ts'

export const networkInterface: RemovableType = {
  type: 'AWS::EC2::NetworkInterface',
  arn: { service: 'ec2', resource: /^network-interface\/(.+)$/ },
  isThere: async ({ clients }, id) => {
    const request = new DescribeNetworkInterfacesCommand(where('network-interface-id', id))
    const { NetworkInterfaces = [] } = await clients.get(EC2Client).send(request)
    return NetworkInterfaces.length > 0
  },
  commands: ({ id }) => [['ec2', 'delete-network-interface', '--network-interface-id', id]],
  findInVpc: async ({ connection, vpcId }) => {
    const request = new DescribeNetworkInterfacesCommand(where('vpc-id', vpcId))
    const { NetworkInterfaces = [] } = await connection.clients.get(EC2Client).send(request)
    return NetworkInterfaces.filter(one => !goesWithMountTarget(one)).map(sightingOf)
  },
}

/** The templates create no network interface, so none is the deployment's own. */
function sightingOf({ NetworkInterfaceId, InterfaceType, RequesterManaged, Description }: NetworkInterface): Sighting {
  const sighting = { id: NetworkInterfaceId!, ours: false }
  if (InterfaceType === 'lambda') {
    const note = 'AWS Lambda releases it itself some time after the last function that uses it, up to 45 minutes'
    return { ...sighting, note, notByHand: true }
  }
  // "You can't detach" it, and it is removed with "the resource associated with" it:
  // docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
  if (RequesterManaged) {
    const note = `made by an AWS service (${Description}): remove the resource that it belongs to`
    return { ...sighting, note, notByHand: true }
  }
  return sighting
}

function goesWithMountTarget({ InterfaceType, Description }: NetworkInterface): boolean {
  return String(InterfaceType) === 'efs' || /^EFS mount target/.test(Description ?? '')
}

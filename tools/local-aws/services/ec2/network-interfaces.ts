import { AwsError } from '../../aws-error.ts'
import { addressRange, formatAddress, reservedAtStart } from './cidr.ts'
import type { NetworkInterface } from './network-model.ts'
import { type Ec2State, resourceId } from './state.ts'

/** Makes an interface with the next free address of the subnet. EFS and Lambda own and remove theirs. */
export function attachNetworkInterface(
  ec2: Ec2State,
  request: Omit<NetworkInterface, 'networkInterfaceId' | 'privateIpAddress'> & { privateIpAddress?: string },
): NetworkInterface {
  const networkInterface = {
    ...request,
    networkInterfaceId: resourceId('eni'),
    privateIpAddress: request.privateIpAddress ?? freeAddress(ec2, request.subnetId),
  }
  ec2.networkInterfaces.set(networkInterface.networkInterfaceId, networkInterface)
  return networkInterface
}

export function interfacesOfSubnet(ec2: Ec2State, subnetId: string): NetworkInterface[] {
  return [...ec2.networkInterfaces.values()].filter(one => one.subnetId === subnetId)
}

function freeAddress(ec2: Ec2State, subnetId: string): string {
  const { first, last } = addressRange(ec2.subnet(subnetId).cidrBlock)
  const taken = new Set(interfacesOfSubnet(ec2, subnetId).map(one => one.privateIpAddress))
  for (let address = first + reservedAtStart; address < last; address += 1) {
    if (!taken.has(formatAddress(address))) return formatAddress(address)
  }
  throw new AwsError('InsufficientFreeAddressesInSubnet', `Insufficient Free Addresses in subnet '${subnetId}'.`)
}

import { BlockList, isIPv4 } from 'node:net'
import { AwsError } from '../../aws-error.ts'

/** The first and last address of an IPv4 block, as numbers. @throws AwsError if it is no block */
export function addressRange(
  cidrBlock: string,
  parameter = 'cidrBlock',
): { first: number; last: number; prefix: number } {
  const [address = '', prefixText = '', ...rest] = cidrBlock.split('/')
  const prefix = Number(prefixText)
  if (!isIPv4(address) || !/^\d{1,2}$/.test(prefixText) || prefix > 32 || rest.length > 0) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${cidrBlock}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
    )
  }
  const given = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const size = 2 ** (32 - prefix)
  const first = given - (given % size)
  return { first, last: first + size - 1, prefix }
}

/**
 * "We modify the specified CIDR block to its canonical form; for example, if you specify 100.68.0.18/18, we modify it
 * to 100.68.0.0/18": https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html
 */
export function canonicalCidr(cidrBlock: string, parameter?: string): string {
  const { first, prefix } = addressRange(cidrBlock, parameter)
  return `${formatAddress(first)}/${prefix}`
}

export function overlaps(a: string, b: string): boolean {
  const [left, right] = [addressRange(a), addressRange(b)]
  return left.first <= right.last && right.first <= left.last
}

export function contains(outer: string, inner: string): boolean {
  const [left, right] = [addressRange(outer), addressRange(inner)]
  return left.first <= right.first && right.last <= left.last
}

export function includesAddress(cidrBlock: string, address: string): boolean {
  const [network = '', prefix = '32'] = cidrBlock.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(prefix), 'ipv4')
  return list.check(address, 'ipv4')
}

/**
 * "The first four IP addresses and the last IP address in each subnet CIDR block are not available":
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export const reservedAtStart = 4

export function isReserved(cidrBlock: string, address: string): boolean {
  const { first, last } = addressRange(cidrBlock)
  const { first: number } = addressRange(`${address}/32`)
  return number < first + reservedAtStart || number === last
}

export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')
}

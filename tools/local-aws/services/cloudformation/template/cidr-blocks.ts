import { isIPv4 } from 'node:net'
import { notBuilt, templateError } from './template-error.ts'
import { isUnknown } from './unknown-value.ts'

/** `Fn::Cidr`: the first `count` blocks with `bits` host bits in a block of addresses. */
export function cidrBlocks(block: string, count: number, bits: number): string[] {
  const [address = '', prefix = ''] = block.split('/')
  if (!(count >= 1 && count <= 256)) throw templateError(`Fn::Cidr cannot make ${count} blocks: it makes 1 to 256`)
  if (isUnknown(block)) return Array.from({ length: count }, () => block)
  if (!isIPv4(address)) throw notBuilt(`Fn::Cidr of ${block}`)
  const size = 2 ** bits
  if (!(count * size <= 2 ** (32 - Number(prefix)))) {
    throw templateError(`Fn::Cidr cannot fit ${count} blocks of ${bits} bits into ${block}`)
  }
  const network = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)
  return Array.from({ length: count }, (_, index) => `${dotted(network + index * size)}/${32 - bits}`)
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')
}

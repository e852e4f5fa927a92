import t from 'tap'
import { addressRange, canonicalCidr, contains, formatAddress, includesAddress, overlaps } from './cidr.ts'

t.test('a block has its first and last address', t => {
  t.same(addressRange('10.0.1.128/25'), { first: 167_772_544, last: 167_772_671, prefix: 25 })
  t.same(addressRange('0.0.0.0/0'), { first: 0, last: 4_294_967_295, prefix: 0 })
  t.same(addressRange('255.255.255.255/32'), { first: 4_294_967_295, last: 4_294_967_295, prefix: 32 })
  for (const wrong of [
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/1/2',
    '10.0.0/8',
    '::/0',
    '10.0.0.0/-1',
    '10.0.0.0/008',
  ])
    t.throws(
      () => addressRange(wrong, 'destination'),
      {
        code: 'InvalidParameterValue',
        message: `Value (${wrong}) for parameter destination is invalid. This is not a valid CIDR block.`,
      },
      wrong,
    )
  t.throws(() => addressRange('x'), { message: /for parameter cidrBlock is invalid/ })
  t.end()
})

t.test('a block is written without its host bits', t => {
  t.equal(canonicalCidr('100.68.0.18/18'), '100.68.0.0/18')
  t.equal(canonicalCidr('255.254.253.252/32'), '255.254.253.252/32')
  t.equal(canonicalCidr('10.1.2.3/0'), '0.0.0.0/0')
  t.throws(() => canonicalCidr('x', 'p'), { message: /for parameter p is invalid/ })
  t.equal(formatAddress(16_909_060), '1.2.3.4')
  t.end()
})

t.test('blocks overlap if they have an address in common, and contain each other if all', t => {
  for (const [a, b, common, within] of [
    ['10.0.0.0/24', '10.0.0.0/24', true, true],
    ['10.0.0.0/16', '10.0.255.0/24', true, true],
    ['10.0.0.0/16', '10.0.0.0/24', true, true],
    ['10.0.255.0/24', '10.0.0.0/16', true, false],
    ['10.0.0.0/24', '10.0.0.0/16', true, false],
    ['10.0.0.0/24', '10.0.1.0/24', false, false],
    ['10.0.1.0/24', '10.0.0.0/24', false, false],
  ] as const) {
    t.equal(overlaps(a, b), common, `${a} ${b}`)
    t.equal(contains(a, b), within, `${a} ${b}`)
  }
  t.end()
})

t.test('an address is in a block from its first to its last one', t => {
  for (const address of ['10.0.1.128', '10.0.1.255']) t.ok(includesAddress('10.0.1.128/25', address), address)
  for (const address of ['10.0.1.127', '10.0.2.0']) t.notOk(includesAddress('10.0.1.128/25', address), address)
  t.ok(includesAddress('10.0.0.1', '10.0.0.1'), 'without a prefix it is one address')
  t.notOk(includesAddress('10.0.0.1', '10.0.0.0'))
  t.end()
})

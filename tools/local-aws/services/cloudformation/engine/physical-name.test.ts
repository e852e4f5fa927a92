import t from 'tap'
import { physicalName } from './physical-name.ts'

t.test('a name is made of the stack, the resource and twelve random characters', async t => {
  const names = Array.from({ length: 20 }, () => physicalName('demo', 'LogGroup'))
  for (const name of names) t.match(name, /^demo-LogGroup-[A-Za-z0-9]{12}$/)
  t.equal(new Set(names).size, 20)
  t.match(physicalName('Demo', 'Bucket', { lowerCase: true }), /^demo-bucket-[a-z0-9]{12}$/)
})

t.test('a name is as long as the service allows, and no longer', async t => {
  for (const [stack, resource, maxLength, expected] of [
    ['s'.repeat(10), 'r'.repeat(10), 34, /^s{10}-r{10}-\w{12}$/],
    ['s'.repeat(10), 'r'.repeat(10), 33, /^s{9,10}-r{9,10}-\w{12}$/],
    ['s'.repeat(100), 'r'.repeat(100), 64, /^s{25}-r{25}-\w{12}$/],
    ['s'.repeat(5), 'r'.repeat(100), 64, /^s{5}-r{45}-\w{12}$/],
    ['s'.repeat(100), 'r'.repeat(5), 64, /^s{45}-r{5}-\w{12}$/],
  ] as const) {
    const name = physicalName(stack, resource, { maxLength })
    t.match(name, expected)
    t.equal(name.length, maxLength)
  }
  t.equal(physicalName('s'.repeat(200), 'r'.repeat(200)).length, 255)
})

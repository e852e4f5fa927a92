import t from 'tap'
import { sameInAnyOrder } from './same-in-any-order.ts'

t.test('arrays are the same in any order, at every depth, and differ by one item', t => {
  const tag = (Key: string) => ({ Key, Value: 'v' })
  const one = { SubnetIds: ['subnet-a', 'subnet-b'], Tags: [tag('a'), tag('b')] }
  t.ok(sameInAnyOrder(one, { Tags: [{ Value: 'v', Key: 'b' }, tag('a')], SubnetIds: ['subnet-b', 'subnet-a'] }))
  t.notOk(sameInAnyOrder(one, { ...one, SubnetIds: ['subnet-a', 'subnet-a'] }))
  t.notOk(sameInAnyOrder(one, { ...one, SubnetIds: ['subnet-a'] }))
  t.notOk(sameInAnyOrder([1, null], [null, '1']))
  t.end()
})

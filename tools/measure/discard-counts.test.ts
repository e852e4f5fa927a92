import t from 'tap'
import { discardCounts } from './discard-counts.ts'

t.test('discarded calls are counted by reason, and only they', async t => {
  const because = (discardedBecause: string) => ({ kept: false, discardedBecause })
  t.same(discardCounts([because('warm-up'), { kept: true }, because('status 500'), because('warm-up')]), {
    'warm-up': 2,
    'status 500': 1,
  })
  t.same(discardCounts([{ kept: true }]), {})
  t.same(discardCounts([{ kept: false }]), { '': 1 }, 'a row without a reason')
})

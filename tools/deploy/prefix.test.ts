import t from 'tap'
import { requireValidPrefix } from './prefix.ts'

t.test('a prefix that main.yaml would refuse is refused before anything is made', async t => {
  for (const prefix of ['a', 'A1', '1a', 'a-', 'a_b', 'a'.repeat(47)])
    t.throws(() => requireValidPrefix(prefix), prefix)
  for (const prefix of ['ab', 'lambda-efs', 'a'.repeat(46)]) t.doesNotThrow(() => requireValidPrefix(prefix), prefix)
})

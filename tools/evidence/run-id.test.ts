import t from 'tap'
import { runIdOf } from './run-id.ts'

t.test('a run ID has time, target and commit, and two runs of one second have two IDs', async t => {
  const name = () => runIdOf('2026-11-23T18:45:26.123Z', 'local', 'b9d0c39aaaaa')
  t.match(name(), /^20261123T184526Z-local-b9d0c39-[0-9a-f]{4}$/)
  t.ok(new Set(Array.from({ length: 20 }, name)).size > 1)
  t.match(runIdOf('2026-11-23T18:45:26.123Z', 'aws', null), /-aws-nogit-/)
})

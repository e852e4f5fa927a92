import t from 'tap'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { consumerCriteria } from './criteria.ts'

t.setTimeout(240_000)

t.test('requirement 3 holds on the intact system', async t => {
  const system = await deployedSystem(t)
  for (const { id } of consumerCriteria) {
    const start = performance.now()
    const verdict = await verdictOf(system, consumerCriteria, id)
    t.equal(verdict.status, 'pass', `${id}: ${verdict.evidence}`)
    t.comment(Math.round(performance.now() - start), verdict)
  }
})

import t from 'tap'
import { deployedSystem, verdictOf } from '../deployed-fixture.ts'
import { producerCriteria } from './criteria.ts'

t.setTimeout(240_000)

t.test('requirement 2 holds on the intact system', async t => {
  const system = await deployedSystem(t)
  for (const { id } of producerCriteria) {
    const start = performance.now()
    const verdict = await verdictOf(system, producerCriteria, id)
    t.equal(verdict.status, 'pass', `${id}: ${verdict.evidence}`)
    t.comment(Math.round(performance.now() - start), verdict)
  }
})

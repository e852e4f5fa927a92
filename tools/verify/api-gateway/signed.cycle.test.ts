import t from 'tap'
import { exercise } from '../../exercise/exercise.ts'
import { deployedSystem, sharedObserver, verdictOf } from '../deployed-fixture.ts'
import { apiGatewayCriteria } from './criteria.ts'

t.setTimeout(600_000)

t.test('an API that asks for a signature is exercised, and meets each criterion of requirement 4', async t => {
  const system = await deployedSystem(t, { ApiAuthorization: 'AWS_IAM' })
  const { sample } = await exercise(system, { largeBytes: 1024 * 1024, seed: 1 })
  t.equal(sample.predicted, sample.label)
  const observedBy = await sharedObserver(t, system)
  for (const { id } of apiGatewayCriteria) {
    const { status, evidence } = await verdictOf(system, apiGatewayCriteria, id, { observedBy })
    t.equal(status, 'pass', `${id} ${evidence}`)
  }
})

import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda'
import t from 'tap'
import { recordProgress } from '../deploy/deploy-fixture.ts'
import type { Criterion } from './criterion.ts'
import { deployedSystem } from './deployed-fixture.ts'
import { producerCriteria } from './producer/criteria.ts'
import { verify } from './verify.ts'

t.setTimeout(900_000)

t.test('a verification says that it disturbs before it does, and an undisturbed one changes no function', async t => {
  const system = await deployedSystem(t)
  const lambda = new LambdaClient({})
  t.teardown(() => lambda.destroy())
  const FunctionName = system.producer.functionName
  const revision = async () => (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).RevisionId
  const before = await revision()
  const { progress, lines } = recordProgress()
  const criteria = producerCriteria.filter(({ id }) => ['2.1', '2.9'].includes(id))
  const verdicts = await verify(system, { criteria, undisturbed: true, progress })
  t.match(
    verdicts.map(({ id, status, evidence }) => ({ id, status, evidence })),
    [
      { id: '2.1', status: 'pass' },
      { id: '2.9', status: 'manual', evidence: /Not checked, because it changes the mount of/ },
    ],
  )
  t.equal(await revision(), before)
  t.notOk(lines.some(line => /disturb other users/.test(line)))

  const notices = recordProgress()
  const criterion: Criterion = { id: '2.1', claim: 'a claim', builtIn: [], shownIn: [], check: async () => {} }
  await verify(system, { criteria: [criterion], progress: notices.progress })
  t.ok(notices.lines.some(line => /disturb other users of the system.*--undisturbed/.test(line)))
})

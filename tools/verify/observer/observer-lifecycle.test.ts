import t from 'tap'
import { useLocalAws } from '../../deploy/deploy-fixture.ts'
import { deploy } from '../../deploy/deploy.ts'
import { findDeployedSystem } from '../../exercise/deployed-system.ts'
import { functionWorld } from '../../local-aws/services/lambda/function-fixture.ts'
import { openVerification, type Verification } from '../verification.ts'
import { observerRoles } from './observer-lifecycle.ts'
import { observe } from './observer.ts'

t.test('if one function is gone, the observer uses the role of the other one', async t => {
  const world = await functionWorld()
  t.teardown(() => world.close())
  await world.create('here', '')
  const rolesOf = (consumer: string, producer: string) => {
    const system = { consumer: { functionName: consumer }, producer: { functionName: producer } }
    return observerRoles({ clients: { lambda: world.lambda }, system } as unknown as Verification)
  }
  const here = { arn: world.roleArn, runtime: 'nodejs24.x', architectures: ['x86_64'] }
  t.same(await rolesOf('gone', 'here'), [here])
  t.same(await rolesOf('here', 'gone'), [here])
  t.same(await rolesOf('here', 'here'), [here, here])
  t.same(await rolesOf('gone', 'gone'), [])
})

t.test('the observer writes no line, so none is lost although it has no log group', async t => {
  const said: string[] = []
  await useLocalAws(t, { diagnose: sentence => said.push(sentence) })
  await deploy({ prefix: 'lambda-efs', outDir: t.testdir() })
  const verification = await openVerification(await findDeployedSystem({ prefix: 'lambda-efs' }))
  t.teardown(() => verification.close())
  await observe(verification)
  t.same(
    said.filter(sentence => sentence.includes('are lost')),
    [],
  )
})

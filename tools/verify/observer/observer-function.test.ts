import t from 'tap'
import { functionWorld } from '../../local-aws/services/lambda/function-fixture.ts'
import type { Verification } from '../verification.ts'
import { observerRoles } from './observer-function.ts'

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

import t from 'tap'
import { handlerCalls } from '../handler-calls-fixture.ts'
import { stack } from './stack.ts'

t.test('a nested stack has the id of its stack, and its outputs as attributes', async t => {
  const calls: unknown[] = []
  const result = { stackId: 'arn:child', outputs: { A: '1', B: '2' } }
  const made = { physicalId: 'arn:child', attributes: { 'Outputs.A': '1', 'Outputs.B': '2' } }
  const { create, remove, context } = handlerCalls(stack)
  Object.assign(context, {
    nestedStacks: {
      create: async (request: object, created: (id: string) => void) => {
        calls.push(['create', request])
        created('arn:child')
        return result
      },
      update: async (id: string, request: object) => (calls.push(['update', id, request]), result),
      delete: async (id: string) => void calls.push(['delete', id]),
    },
  })
  const properties = { TemplateURL: 'u' }
  t.same(await create(properties), { made, calls: [['initiated', 'arn:child']] })
  Object.assign(context, { logicalId: 'Other' })
  const { made: updated } = await handlerUpdate()
  t.same(updated, made)
  await remove()
  t.same(calls, [
    ['create', { logicalId: 'Logical', stackName: 'generated {"maxLength":128}', properties }],
    ['update', 'arn:aws:cloudformation:r:0:stack/name/uuid', { logicalId: 'Other', stackName: 'name', properties }],
    ['delete', 'physical'],
  ])

  async function handlerUpdate() {
    const physicalId = 'arn:aws:cloudformation:r:0:stack/name/uuid'
    return { made: await stack.update!({ physicalId, before: {}, after: properties, changed: [] }, context) }
  }
})

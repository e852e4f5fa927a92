import { CreateFunctionCommand, ListFunctionsCommand, paginateListFunctions } from '@aws-sdk/client-lambda'
import t from 'tap'
import { functionWorld, zipOf } from './function-fixture.ts'

const world = await functionWorld()
t.teardown(() => world.close())
const { lambda } = world

t.test('a page has at most fifty functions, and a marker if there are more', async t => {
  const ZipFile = await zipOf({ 'index.js': 'exports.handler = async () => 1' })
  const settings = { Role: world.roleArn, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile } } as const
  for (let made = 0; made < 52; made += 1)
    await lambda.send(new CreateFunctionCommand({ ...settings, FunctionName: `f${made}` }))
  const page = async (request: object) => {
    const { Functions, NextMarker } = await lambda.send(new ListFunctionsCommand(request))
    return { names: Functions!.map(({ FunctionName }) => FunctionName), NextMarker }
  }
  const first = await page({ MaxItems: 10_000 })
  t.equal(first.names.length, 50)
  t.same(await page({ Marker: first.NextMarker }), { names: ['f50', 'f51'], NextMarker: undefined })
  t.same((await page({ MaxItems: 2 })).names, ['f0', 'f1'])
  const all: (string | undefined)[] = []
  for await (const { Functions } of paginateListFunctions({ client: lambda, pageSize: 20 }, {}))
    all.push(...Functions!.map(({ FunctionName }) => FunctionName))
  t.equal(new Set(all).size, 52)
  t.equal(all.length, 52)
  await t.rejects(page({ Marker: '#' }), { name: 'InvalidParameterValueException' })
})

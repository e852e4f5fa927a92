import { APIGatewayClient, CreateRestApiCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import t from 'tap'
import { startLocalAws } from '../../server.ts'

t.test('a page has 25 items unless the request has a limit', async t => {
  const aws = await startLocalAws()
  t.teardown(() => aws.close())
  const client = new APIGatewayClient(aws)
  for (let made = 0; made < 26; made += 1) await client.send(new CreateRestApiCommand({ name: `api ${made}` }))
  const page = async (request: object) => {
    const { items, position } = await client.send(new GetRestApisCommand(request))
    return { names: items!.map(({ name }) => name), position }
  }
  const first = await page({})
  t.equal(first.names.length, 25)
  t.same(await page({ position: first.position }), { names: ['api 25'], position: undefined })
  t.equal((await page({ limit: 500 })).names.length, 26)
  for (const refused of [{ limit: 0 }, { limit: 501 }, { position: 'nowhere' }])
    await t.rejects(page(refused), { name: 'BadRequestException' })
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { AwsClients } from '../command/aws-clients.ts'
import type { AwsConnection } from '../command/aws-connection.ts'
import { checkRegion } from './region.ts'

interface Zone {
  readonly name: string
  readonly type?: string
  readonly hasDefaultSubnet?: boolean
}

/** An EC2 with these zones. The local AWS has neither default subnets nor local zones. */
async function ec2With(t: Test, region: string, zones: readonly Zone[], partition = 'aws') {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const action = new URLSearchParams(body).get('Action')!
    const items =
      action === 'DescribeSubnets'
        ? zones
            .filter(({ hasDefaultSubnet }) => hasDefaultSubnet)
            .map(
              ({ name }) =>
                `<item><availabilityZone>${name}</availabilityZone><defaultForAz>true</defaultForAz></item>`,
            )
        : zones.map(
            ({ name, type = 'availability-zone' }) =>
              `<item><zoneName>${name}</zoneName><zoneType>${type}</zoneType></item>`,
          )
    const list = action === 'DescribeSubnets' ? 'subnetSet' : 'availabilityZoneInfo'
    response.end(`<${action}Response><${list}>${items.join('')}</${list}></${action}Response>`)
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  const clients = new AwsClients(
    {
      region,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    },
    undefined,
  )
  t.teardown(() => {
    clients[Symbol.dispose]()
    server.closeAllConnections()
    server.close()
  })
  const connection = { region, partition, clients } as unknown as AwsConnection
  return checkRegion({ connection, prefix: 'demo' })
}

const two = [{ name: 'a' }, { name: 'b' }]

for (const region of ['ap-southeast-6', 'ap-east-2', 'ap-southeast-5', 'mx-central-1', 'ap-southeast-7', 'ca-west-1']) {
  t.test(`${region}, where Lambda does not mount EFS, is a problem`, async t => {
    t.match(await ec2With(t, region, two), [
      { outcome: 'problem', sentence: /does not mount EFS/, nextStep: /--region/ },
    ])
  })
}

t.test('zones with a default subnet are those that a template gets, where there is one', async t => {
  const zones = [{ name: 'a', hasDefaultSubnet: true }, { name: 'b', hasDefaultSubnet: true }, { name: 'c' }]
  t.match(await ec2With(t, 'us-east-1', zones), [
    { outcome: 'ok', sentence: 'us-east-1, zones a, b (those with a default subnet)' },
  ])
})

t.test('where every zone has a default subnet, there is nothing to say of that', async t => {
  const zones = two.map(zone => ({ ...zone, hasDefaultSubnet: true }))
  t.match(await ec2With(t, 'us-east-1', zones), [{ outcome: 'ok', sentence: /^us-east-1, zones a, b$/ }])
})

t.test('a single zone with a default subnet is a problem, however many zones there are', async t => {
  const zones = [{ name: 'a', hasDefaultSubnet: true }, { name: 'b' }, { name: 'c' }]
  t.match(await ec2With(t, 'us-east-1', zones), [{ outcome: 'problem', nextStep: /create-default-subnet/ }])
})

t.test('all zones count where none has a default subnet, and local zones never', async t => {
  t.match(await ec2With(t, 'us-east-1', two), [{ outcome: 'ok', sentence: 'us-east-1, zones a, b' }])
  const local = [{ name: 'a' }, { name: 'us-east-1-bos-1a', type: 'local-zone' }]
  t.match(await ec2With(t, 'us-east-1', local), [{ outcome: 'problem', sentence: /gives 1 zones/ }])
})

t.test('a Region of another partition is a warning, because the guide speaks of commercial Regions', async t => {
  t.match(await ec2With(t, 'cn-north-1', two, 'aws-cn'), [{ outcome: 'warning', sentence: /partition aws-cn/ }])
})

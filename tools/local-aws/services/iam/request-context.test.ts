import t from 'tap'
import type { NetworkOrigin } from '../../iam/identity.ts'
import type { Account } from './operation.ts'
import { globalContext } from './request-context.ts'

const subnets = new Map(['subnet-1', 'subnet-2', 'subnet-3'].map(subnetId => [subnetId, { subnetId }]))
const routeTables: Readonly<Record<string, string>> = { 'subnet-1': 'rtb-1', 'subnet-2': 'rtb-2' }

/** An account whose subnet-1 has the route table of an endpoint, subnet-2 another one, and subnet-3 none. */
const account = {
  region: 'eu-west-1',
  now: () => new Date('2026-01-02T03:04:05.678Z'),
  ec2: {
    subnets,
    routeTableOf: ({ subnetId }: { subnetId: string }) => {
      const routeTableId = routeTables[subnetId]
      return routeTableId && { routeTableId }
    },
    vpcEndpoints: new Map([
      ['vpce-0', { vpcId: 'vpc-0', vpcEndpointId: 'vpce-0', routeTableIds: new Set(['rtb-0']) }],
      ['vpce-1', { vpcId: 'vpc-1', vpcEndpointId: 'vpce-1', routeTableIds: new Set(['rtb-1']) }],
    ]),
  },
} as unknown as Account

const time = {
  'aws:requestedregion': 'eu-west-1',
  'aws:currenttime': '2026-01-02T03:04:05.678Z',
  'aws:epochtime': '1767323045',
}

function inSubnets(...subnetIds: readonly string[]): NetworkOrigin {
  return { kind: 'vpc', functionArn: 'f', subnetIds, securityGroupIds: [] }
}

t.test('a request from the internet has an address, a time and a Region', t => {
  t.same(globalContext(account, { kind: 'internet' }), { ...time, 'aws:sourceip': '127.0.0.1' })
  t.end()
})

t.test('a request through a VPC endpoint has the endpoint and its VPC, and no address', t => {
  const through = { ...time, 'aws:sourcevpc': 'vpc-1', 'aws:sourcevpce': 'vpce-1' }
  t.same(globalContext(account, inSubnets('subnet-1')), through)
  t.end()
})

t.test('a request from a VPC without an endpoint on its route has neither', t => {
  for (const subnetIds of [['subnet-2'], ['subnet-3'], ['subnet-9'], []]) {
    t.same(globalContext(account, inSubnets(...subnetIds)), time, subnetIds.join())
  }
  t.end()
})

import { paginateDescribeRouteTables, paginateDescribeVpcEndpoints, type VpcEndpoint } from '@aws-sdk/client-ec2'
import { policyStatements } from '../bucket/policy-statements.ts'
import type { Criterion } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { outputSubnetIds } from './output-subnets.ts'

export const s3Endpoint: Criterion = {
  id: '1.5',
  claim: 'An S3 gateway endpoint gives both subnets private access to the models bucket.',
  builtIn: ['cloudformation/network.yaml'],
  shownIn: ['cloudformation/events.json'],
  check: async (verification, { observed, expect }) => {
    const { system } = verification
    const vpcId = system.outputs.VpcId!
    const service = `com.amazonaws.${system.region}.s3`
    const endpoints = await endpointsOf(verification, vpcId)
    const endpoint = endpoints.find(one => one.ServiceName === service && one.VpcEndpointType === 'Gateway')
    const id = endpoint?.VpcEndpointId
    for (const one of endpoints) {
      observed(
        'EC2 DescribeVpcEndpoints',
        `${one.VpcEndpointId} ${one.VpcEndpointType} ${one.ServiceName} in ${one.VpcId}: ${one.State}, ` +
          `on ${one.RouteTableIds?.join(', ') || 'no route table'}`,
      )
    }
    expect(endpoint !== undefined, `${vpcId} has no gateway endpoint of ${service}`)
    if (!endpoint) return
    expect(endpoint.State?.toLowerCase() === 'available', `${id} is ${endpoint.State}, not available`)

    const tables = await routeTablesBySubnet(verification, vpcId)
    for (const subnetId of outputSubnetIds(verification)) {
      const table = tables.get(subnetId)
      observed('EC2 DescribeRouteTables', `${subnetId} routes by ${table ?? 'the main table'}`)
      expect(
        table !== undefined && (endpoint.RouteTableIds ?? []).includes(table),
        `${id} is not on ${table ?? 'a route table'} of ${subnetId}`,
      )
    }

    const document = endpoint.PolicyDocument ?? ''
    const statements = document ? policyStatements(document) : []
    // A denied action, or one allowed under a condition, is not available to every call of the functions.
    for (const one of statements.filter(one => one.effect !== 'Allow' || one.isConditional)) {
      const what = `${one.effect} ${one.actions.join(', ')} on ${one.resources.join(', ')}`
      expect(one.effect === 'Allow', `The policy of ${id} takes away: ${what}`)
      expect(!one.isConditional, `The policy of ${id} has a condition: ${what}`)
    }
    const allowed = statements.filter(one => one.effect === 'Allow')
    // The partition may be aws, aws-cn or aws-us-gov; 1.5 does not judge it.
    const bucket = new RegExp(`^arn:aws[a-z-]*:s3:::${system.bucketName.replaceAll('.', '\\.')}(/\\*)?$`)
    observed(
      'EC2 DescribeVpcEndpoints',
      `its policy lets through ${allowed.map(one => `${one.actions.join(', ')} on ${one.resources.join(', ')}`).join(' and ') || 'nothing'}`,
    )
    expect(document !== '', `${id} has no policy`)
    for (const action of ['s3:GetObject', 's3:PutObject', 's3:ListBucket']) {
      expect(
        allowed.some(one => one.actions.includes(action) && !one.isConditional && one.resources.some(reaches(action))),
        `The policy of ${id} does not let ${action} through`,
      )
    }
    for (const { actions, resources, isInverted } of allowed) {
      const wide = resources.filter(resource => !bucket.test(resource))
      expect(wide.length === 0, `The policy of ${id} lets ${actions.join(', ')} through to ${wide.join(', ')}`)
      expect(!isInverted, `The policy of ${id} has a statement by exclusion, which bounds nothing`)
      const wild = actions.filter(action => action.includes('*'))
      expect(wild.length === 0, `The policy of ${id} lets ${wild.join(', ')} through`)
    }
  },
}

/** ListBucket applies to the bucket, the others to its objects. */
function reaches(action: string): (resource: string) => boolean {
  return resource => resource.endsWith('/*') === (action !== 's3:ListBucket')
}

async function endpointsOf({ clients }: Verification, vpcId: string): Promise<readonly VpcEndpoint[]> {
  const endpoints: VpcEndpoint[] = []
  for await (const page of paginateDescribeVpcEndpoints(
    { client: clients.ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
  )) {
    endpoints.push(...(page.VpcEndpoints ?? []))
  }
  return endpoints
}

async function routeTablesBySubnet({ clients }: Verification, vpcId: string): Promise<ReadonlyMap<string, string>> {
  const tables = new Map<string, string>()
  for await (const page of paginateDescribeRouteTables(
    { client: clients.ec2 },
    { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] },
  )) {
    for (const table of page.RouteTables ?? []) {
      for (const { SubnetId } of table.Associations ?? []) if (SubnetId) tables.set(SubnetId, table.RouteTableId!)
    }
  }
  return tables
}

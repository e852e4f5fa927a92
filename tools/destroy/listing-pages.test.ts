import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { taggedResources } from './tagged-resources.ts'
import { removableType } from './types/removable-types.ts'

const Tags = stackTags('demo')
const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))

/** An answer in two pages. The names of the token in the request and in the answer differ from service to service. */
function inTwo(member: string, [first, second]: readonly [unknown, unknown], asks: string, tells: string) {
  return (input: Record<string, unknown>) =>
    input[asks] === undefined ? { [member]: [first], [tells]: 'more' } : { [member]: [second] }
}

t.test('what is to be removed is listed to the last page', async t => {
  const tagged = (name: string) => ({ ResourceARN: `arn:aws:s3:::${name}`, Tags })
  const target = (MountTargetId: string) => ({ MountTargetId, LifeCycleState: 'available' })
  const attached = (name: string) => ({ PolicyArn: `arn:${name}` })
  const of = (ids: readonly string[], make: (id: string) => unknown) => ids.map(make) as [unknown, unknown]
  const { connection } = stubAws({
    GetResources: inTwo('ResourceTagMappingList', of(['a', 'b'], tagged), 'PaginationToken', 'PaginationToken'),
    DescribeFileSystems: inTwo(
      'FileSystems',
      of(['fs-1', 'fs-2'], FileSystemId => ({ FileSystemId, Tags })),
      'Marker',
      'NextMarker',
    ),
    DescribeMountTargets: inTwo('MountTargets', of(['fsmt-1', 'fsmt-2'], target), 'Marker', 'NextMarker'),
    GetRestApis: inTwo(
      'items',
      of(['api-1', 'api-2'], id => ({ id, tags })),
      'position',
      'position',
    ),
    ListRolePolicies: inTwo('PolicyNames', ['p-1', 'p-2'], 'Marker', 'Marker'),
    ListAttachedRolePolicies: inTwo('AttachedPolicies', of(['p-1', 'p-2'], attached), 'Marker', 'Marker'),
  })
  const search = { connection, prefix: 'demo', logGroups: { prefix: 'demo', names: [], made: new Set<string>() } }
  const byName = async (type: string) => (await removableType(type)!.findByName!(search)).map(({ id }) => id)
  t.same(
    (await taggedResources(connection, 'demo')).map(({ arn }) => arn),
    ['arn:aws:s3:::a', 'arn:aws:s3:::b'],
  )
  t.same(await byName('AWS::EFS::FileSystem'), ['fs-1', 'fs-2'])
  t.same(await byName('AWS::ApiGateway::RestApi'), ['api-1', 'api-2'])
  const before = (type: string) => removableType(type)!.before!.find(connection, 'x')
  t.match(await before('AWS::EFS::FileSystem'), [{ id: 'fsmt-1' }, { id: 'fsmt-2' }])
  t.match(await before('AWS::IAM::Role'), [
    { inlinePolicies: ['p-1', 'p-2'], attachedPolicies: ['arn:p-1', 'arn:p-2'] },
  ])
})

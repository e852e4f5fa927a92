import { S3ServiceException } from '@aws-sdk/client-s3'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import { stackTags } from '../stack/stack-tags.ts'
import { findStale, whyStale } from './find-stale.ts'

const hour = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * hour)
const absent = new S3ServiceException({ name: 'NoSuchBucket', $fault: 'client', $metadata: {} })
const ours = { TagSet: stackTags('demo') }
const stack = (hours: number, more: object = {}) => ({
  StackName: 'demo',
  StackStatus: 'CREATE_COMPLETE',
  CreationTime: ago(hours),
  Tags: stackTags('demo'),
  ...more,
})

/** Why a deployment is stale after 4 hours, in an account with this stack and this artifacts bucket. */
function why(Stacks: object[], bucket: object = absent, used: Date[] = []) {
  const Versions = used.map(LastModified => ({ Key: 'a', VersionId: '1', LastModified }))
  const { connection } = stubAws({
    DescribeStacks: { Stacks },
    GetBucketTagging: bucket,
    ListObjectVersions: { Versions },
    GetResources: {},
  })
  return whyStale(connection, 'demo', 4)
}

t.test('a deployment is stale some hours after its last change', async t => {
  t.equal(await why([stack(5)]), 'stack CREATE_COMPLETE, last changed 5.0 h ago')
  t.equal(await why([stack(3.9)]), undefined)
  t.equal(await why([stack(9, { LastUpdatedTime: ago(3) })]), undefined)
  t.match(await why([stack(9, { LastUpdatedTime: ago(6.04) })]), 'last changed 6.0 h ago')
})

t.test('artifacts that were used since keep a deployment, those of somebody else do not', async t => {
  t.equal(await why([stack(9)], ours, [ago(9), ago(3), ago(8)]), undefined)
  t.match(await why([stack(9)], ours, [ago(9), ago(5)]), 'last changed 9.0 h ago')
  t.match(await why([stack(9)], ours), 'last changed 9.0 h ago')
  t.match(await why([stack(9)], {}, [ago(1)]), 'last changed 9.0 h ago')
})

t.test('a nested stack, and one of somebody else, is never stale; a planned one by its artifacts', async t => {
  t.equal(await why([stack(9, { ParentId: 'arn:parent' })]), undefined)
  t.equal(await why([stack(9, { Tags: [] })], ours), undefined)
  const planned = stack(9, { StackStatus: 'REVIEW_IN_PROGRESS', Tags: [] })
  t.equal(await why([planned]), undefined)
  t.match(await why([planned], ours), 'stack REVIEW_IN_PROGRESS')
  t.equal(await why([]), undefined, 'nothing is left')
})

t.test('prefixes of the tagged resources are looked at once, in order, if they begin as wanted', async t => {
  const tagged = ['b-two', 'a-one', 'b-two', 'Not valid', 'c-three'].map(prefix => ({
    ResourceARN: 'arn:aws:unknown:eu-central-1:123456789012:thing/1',
    Tags: stackTags(prefix),
  }))
  const { connection, asked } = stubAws({
    GetResources: { ResourceTagMappingList: tagged },
    GetBucketTagging: absent,
    DescribeStacks: ({ StackName }) => ({ Stacks: [stack(StackName === 'c-three' ? 1 : 9)] }),
  })
  const names = async (prefix?: string) =>
    (await findStale(connection, { staleAfterHours: 4, prefix })).map(one => one.prefix)
  t.same(await names(), ['a-one', 'b-two'])
  t.same(await names('b'), ['b-two'])
  t.same(asked[0], [
    'GetResources',
    { TagFilters: [{ Key: 'Project', Values: ['lambda-efs'] }], ResourcesPerPage: 100 },
  ])
})

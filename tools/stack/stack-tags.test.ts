import t from 'tap'
import { hasStackTags, hasStackTagsByName, isOurStack, stackTags } from './stack-tags.ts'

const [project, prefix] = [
  { Key: 'Project', Value: 'lambda-efs' },
  { Key: 'Prefix', Value: 'demo' },
]
const other = { Key: 'Owner', Value: 'me' }

t.test('a stack has the project and its prefix as tags', async t => {
  t.same(stackTags('demo'), [project, prefix])
})

t.test('a stack is ours by the tag of the project alone', async t => {
  t.ok(isOurStack([other, project]))
  const wrong = [
    { Key: 'Project', Value: 'another' },
    { Key: 'Name', Value: 'lambda-efs' },
  ]
  for (const tags of [undefined, [], [other], wrong]) t.equal(isOurStack(tags), false)
})

t.test('a resource belongs to a deployment that has made both tags, beside those of others', async t => {
  const byName = (tags: readonly { Key: string; Value: string }[]) =>
    hasStackTagsByName(Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])), 'demo')
  for (const has of [(tags: (typeof other)[]) => hasStackTags(tags, 'demo'), byName]) {
    t.equal(has([other, prefix, project]), true)
    for (const tags of [[], [project], [prefix], [project, { Key: 'Prefix', Value: 'demo2' }]])
      t.equal(has(tags), false)
    t.equal(
      has([
        { Key: 'Project', Value: 'demo' },
        { Key: 'Prefix', Value: 'lambda-efs' },
      ]),
      false,
    )
  }
  t.equal(hasStackTags(undefined, 'demo'), false)
  t.equal(hasStackTagsByName(undefined, 'demo'), false)
})

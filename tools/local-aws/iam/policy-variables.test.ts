import t from 'tap'
import { evaluate } from './evaluate.ts'
import type { ConditionBlock } from './policy-document.ts'

interface Case {
  readonly condition?: ConditionBlock
  readonly keys?: Readonly<Record<string, string | readonly string[]>>
  readonly resource?: string
  readonly version?: string
}

const object = 'arn:aws:s3:::models/inputs/a'

function allows({ condition = {}, keys = {}, resource = '*', version = '2012-10-17' }: Case, asked = object): boolean {
  const Statement = [{ Effect: 'Allow' as const, Action: '*', Resource: resource, Condition: condition }]
  return (
    evaluate([{ Version: version, Statement }], { action: 's3:GetObject', resource: asked, context: keys }) === 'allow'
  )
}

t.test('an ARN has six parts, the last of which may contain colons', async t => {
  const source = (pattern: string, arn: string) =>
    allows({ condition: { ArnLike: { 'aws:SourceArn': pattern } }, keys: { 'aws:sourcearn': arn } })
  const deep = 'arn:aws:logs:us-east-1:1:log-group:/a:log-stream:b'
  t.equal(source('arn:aws:logs:us-east-1:1:*', deep), true, 'one star matches all colons of the last part')
  t.equal(source('arn:aws:logs:us-east-1:1:log-group:*', deep), true)
  t.equal(source('arn:aws:logs:us-east-1:1:log-group', deep), false)
  t.equal(source('arn:aws:logs:us-east-1', deep), false, 'a shorter ARN is a different one')
  t.equal(source('*', deep), true, 'a single star matches any ARN')
  t.equal(source('arn:*', deep), false)
})

t.test('a pattern whose variable has no value matches no ARN', async t => {
  const condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::${aws:userid}' } }
  t.equal(allows({ condition, keys: { 'aws:sourcearn': 'arn:aws:s3:::a' } }), false)
  t.equal(allows({ condition, keys: { 'aws:sourcearn': 'arn:aws:s3:::a', 'aws:userid': 'a' } }), true)
})

t.test('a text is complete only if each of its variables has a value, in any order', async t => {
  const keys = { 'aws:userid': 'a' }
  t.equal(allows({ keys, resource: 'arn:aws:s3:::models/inputs/${aws:userid}' }), true)
  t.equal(allows({ keys, resource: 'arn:aws:s3:::models/inputs/${aws:username}${aws:userid}' }), false)
  t.equal(allows({ keys, resource: 'arn:aws:s3:::models/inputs/${aws:userid}${aws:username}' }), false)
})

t.test('a key with several values is no variable, so its default is used', async t => {
  const keys = { 's3:x': ['a'] }
  t.equal(allows({ keys, resource: 'arn:aws:s3:::models/inputs/${s3:x}' }), false)
  t.equal(allows({ keys, resource: "arn:aws:s3:::models/inputs/${s3:x, 'a'}" }), true)
})

t.test('a question mark in a value matches only itself', async t => {
  const resource = 'arn:aws:s3:::models/inputs/${aws:userid}'
  t.equal(allows({ keys: { 'aws:userid': '?' }, resource }), false)
  t.equal(allows({ keys: { 'aws:userid': '?' }, resource }, 'arn:aws:s3:::models/inputs/?'), true)
})

t.test('conditions of a policy of the first version have no variables either', async t => {
  const condition = { StringEquals: { 's3:prefix': '${aws:userid}' } }
  const keys = { 'aws:userid': 'a', 's3:prefix': 'a' }
  t.equal(allows({ condition, keys }), true)
  t.equal(allows({ condition, keys, version: '2008-10-17' }), false)
  t.equal(allows({ condition, keys: { ...keys, 's3:prefix': '${aws:userid}' }, version: '2008-10-17' }), true)
})

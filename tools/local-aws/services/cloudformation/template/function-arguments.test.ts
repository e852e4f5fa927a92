import t from 'tap'
import { parseTemplate } from './parse-template.ts'

const group = { Type: 'AWS::Logs::LogGroup' }

const withOutput = (value: unknown) => () =>
  parseTemplate(JSON.stringify({ Resources: { G: group }, Outputs: { O: { Value: value } } }))

for (const [value, message] of [
  [{ 'Fn::Join': [',', 'x'] }, /every Fn::Join object requires two parameters/],
  [{ 'Fn::Join': [['x'], ['x']] }, /every Fn::Join object requires two parameters/],
  [{ 'Fn::Join': { a: 'b' } }, /every Fn::Join object requires two parameters/],
  [{ 'Fn::Sub': ['x', 'y'] }, /One or more Fn::Sub intrinsic functions/],
  [{ 'Fn::Sub': { a: 'b' } }, /One or more Fn::Sub intrinsic functions/],
  [{ 'Fn::Sub': '${}' }, /variable names in Fn::Sub syntax/],
  [{ 'Fn::Sub': ['${a-b}', {}] }, /variable names in Fn::Sub syntax/],
  [{ 'Fn::Select': ['a', ['b']] }, /every Fn::Select object requires/],
  [{ 'Fn::Select': [-1, ['b']] }, /every Fn::Select object requires/],
  [{ 'Fn::Select': [0, 'a,b'] }, /every Fn::Select object requires/],
  [{ 'Fn::Split': [',', ['a']] }, /every Fn::Split object requires/],
  [{ 'Fn::FindInMap': ['A', 'b'] }, /every Fn::FindInMap object requires/],
  [{ 'Fn::If': ['C', 'b'] }, /every Fn::If object requires a list of 3/],
  [{ 'Fn::If': [{ 'Fn::Equals': ['a', 'a'] }, 'b', 'c'] }, /every Fn::If object requires a list of 3/],
  [{ 'Fn::Base64': ['a'] }, /every Fn::Base64 object must have a String-typed value/],
  [{ 'Fn::Cidr': ['10.0.0.0/16', 1, 'x'] }, /every Fn::Cidr object requires/],
  [{ 'Fn::GetAZs': [''] }, /every Fn::GetAZs object/],
  [{ 'Fn::GetAtt': 'G' }, /if specifying one argument to Fn::GetAtt, that argument must be a non-empty string/],
  [{ 'Fn::GetAtt': ['G', 'Arn', 'x'] }, /every Fn::GetAtt object requires two non-empty parameters/],
  [{ 'Fn::GetAtt': [] }, /every Fn::GetAtt object requires two non-empty parameters/],
  [{ 'Fn::ImportValue': ['a'] }, /the attribute in Fn::ImportValue/],
  [{ Ref: ['G'] }, /every Ref object must have a single String value/],
  [{ 'Fn::Foo': 'x' }, /Encountered unsupported function: Fn::Foo Supported functions are: \[Fn::Base64,/],
  [{ 'Fn::Equals': ['a', 'a'] }, /Encountered unsupported function: Fn::Equals/],
] as const) {
  t.throws(withOutput(value), { code: 'ValidationError', message }, JSON.stringify(value))
}

t.test('a function is checked in a branch that no condition selects, and inside another function', async t => {
  const wrong = { 'Fn::Join': [',', 'x'] }
  t.throws(withOutput({ 'Fn::Sub': ['${a}', { a: wrong }] }), { message: /Fn::Join/ })
  const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } }
  const Properties = { LogGroupName: { 'Fn::If': ['Never', wrong, 'g'] } }
  t.throws(() => parseTemplate(JSON.stringify({ Conditions, Resources: { G: { ...group, Properties } } })), {
    message: /Fn::Join/,
  })
})

t.test('functions that need a transform are refused as what the local AWS lacks', async t => {
  t.throws(withOutput({ 'Fn::Length': ['a'] }), { code: 'NotImplemented', message: /Fn::Length/ })
})

for (const condition of [
  true,
  'x',
  {},
  { 'Fn::Equals': ['a'] },
  { 'Fn::Equals': ['a', 'b', 'c'] },
  { 'Fn::Equals': [['a'], 'b'] },
  { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }] },
  { 'Fn::Or': ['true', 'false'] },
  { 'Fn::Or': Array.from({ length: 11 }, () => ({ 'Fn::Equals': ['a', 'a'] })) },
  { 'Fn::Not': { 'Fn::Equals': ['a', 'a'] } },
  { 'Fn::Not': [{ 'Fn::Equals': ['a', 'a'] }, { 'Fn::Equals': ['a', 'a'] }] },
  { 'Fn::Foo': [] },
  { 'Fn::Equals': [{ 'Fn::Foo': 'a' }, 'b'] },
  { 'Fn::Equals': ['a', 'a'], 'Fn::Not': [] },
]) {
  t.throws(
    () => parseTemplate(JSON.stringify({ Conditions: { Unused: condition }, Resources: { G: group } })),
    { code: 'ValidationError', message: /Conditions can only be|every Fn::|unsupported function/ },
    `the unused condition ${JSON.stringify(condition)}`,
  )
}

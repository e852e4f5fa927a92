import t from 'tap'
import { parseTemplate } from './parse-template.ts'

const group = { Type: 'AWS::Logs::LogGroup' }
const named = (LogGroupName: unknown) => ({ ...group, Properties: { LogGroupName } })
const inCondition = (operand: unknown) => ({
  Conditions: { C: { 'Fn::Equals': [operand, 'a'] } },
  Resources: { G: group },
})
const exported = (Name: unknown) => ({ Resources: { G: group }, Outputs: { O: { Value: 'v', Export: { Name } } } })
const late = 'must not depend on any resources, imported values, or Fn::GetAZs'
const azs = { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }

for (const [title, template, message] of [
  [
    'a condition on a resource, and on a name that the template lacks',
    { ...inCondition({ 'Fn::Sub': '${G.Arn}${Missing}${AWS::Region}' }) },
    'Template format error: Unresolved dependencies [G, Missing]. Cannot reference resources in the Conditions block of the template',
  ],
  [
    'a condition on an import',
    inCondition({ 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }] }),
    'Template error: Cannot use Fn::ImportValue in Conditions.',
  ],
  ...[{ Ref: 'G' }, { 'Fn::Sub': '${Missing}-x' }, { 'Fn::ImportValue': 'x' }, azs, { 'Fn::GetAtt': ['G', 'Arn'] }].map(
    name =>
      [
        `an import of ${JSON.stringify(name)}`,
        { Resources: { G: group, H: named({ 'Fn::Join': ['', [{ 'Fn::ImportValue': name }]] }) } },
        `Template error: the attribute in Fn::ImportValue ${late}`,
      ] as const,
  ),
  [
    'an output that imports by a resource',
    { Resources: { G: group }, Outputs: { O: { Value: { 'Fn::ImportValue': { Ref: 'G' } } } } },
    `Template error: the attribute in Fn::ImportValue ${late}`,
  ],
  ...[{ Ref: 'G' }, { 'Fn::Sub': '${G}' }, { 'Fn::ImportValue': 'x' }, azs].map(
    name =>
      [
        `an export named ${JSON.stringify(name)}`,
        exported(name),
        `Template format error: Output O is malformed.  The Name field of Export ${late}.`,
      ] as const,
  ),
  ...['a b', 'a/b', 'a_b'].map(
    name =>
      [
        `an export named ${name}`,
        exported(name),
        'Template format error: Output O is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
      ] as const,
  ),
] as const) {
  t.throws(() => parseTemplate(JSON.stringify(template)), { code: 'ValidationError', message }, title)
}

t.test('names of parameters and pseudo parameters are known early enough', async t => {
  const Parameters = { P: { Type: 'String', Default: 'p' } }
  for (const name of ['x', { Ref: 'P' }, { 'Fn::Sub': '${AWS::StackName}-${P}' }])
    for (const template of [
      inCondition(name),
      exported(name),
      { Resources: { G: named({ 'Fn::ImportValue': name }) } },
    ])
      t.doesNotThrow(() => parseTemplate(JSON.stringify({ Parameters, ...template })), JSON.stringify(template))
})

import t from 'tap'
import { parseTemplate } from './parse-template.ts'

const group = 'Type: AWS::Logs::LogGroup'

t.test('YAML is read as CloudFormation reads it', async t => {
  const { resources } = parseTemplate(`
Resources:
  Group:
    ${group}
    Properties:
      Date: 2012-10-17
      Octal: 0755
      Yes: no
`)
  t.same(resources.Group!.properties, { Date: '2012-10-17', Octal: 493, Yes: false })
})

t.test('a template may be JSON', async t => {
  const { description } = parseTemplate('{"Description": "d", "Resources": {"G": {"Type": "AWS::Logs::LogGroup"}}}')
  t.equal(description, 'd')
})

for (const [title, template, message] of [
  ['no resources', 'Description: none', 'Template format error: At least one Resources member must be defined.'],
  ['text that is no YAML', 'Resources: [', /^Template format error: YAML not well-formed\. \(line 1, column \d+\)$/],
  ['text that is no JSON', '{"Resources": ', /^Template format error: JSON not well-formed\./],
  ['an unknown section', 'Ressources: {}', 'Invalid template property or properties [Ressources]'],
  [
    'a resource without type',
    'Resources: { G: { Properties: {} } }',
    'Template format error: [/Resources/G] Every Resources object must contain a Type member.',
  ],
  ...['text', 'null', '[]', '5'].map(
    value =>
      [
        `a resource that is ${value}`,
        `Resources: { G: ${value} }`,
        'Template format error: Any Resources member must be an object.',
      ] as const,
  ),
  ['a section that is text', 'Resources: text', 'Template format error: Resources must be an object.'],
  [
    'an unknown attribute',
    `Resources: { G: { ${group}, DependOn: H } }`,
    "Invalid template resource property 'DependOn'",
  ],
  [
    'a value of null',
    `Resources: { G: { ${group}, Properties: { LogGroupName: [a, { b: null }] } } }`,
    "Template format error: [/Resources/G/Properties/LogGroupName/1/b] 'null' values are not allowed in templates",
  ],
  [
    'a name with a dash',
    `Resources: { g-1: { ${group} } }`,
    'Template format error: Resource name g-1 is non alphanumeric.',
  ],
  [
    'an unknown name',
    `Resources: { G: { ${group}, Properties: { LogGroupName: !Sub '\${Missing}' } } }`,
    'Template format error: Unresolved resource dependencies [Missing] in the Resources block of the template',
  ],
  [
    'an output of a missing resource',
    `Resources: { G: { ${group} } }\nOutputs: { O: { Value: !Ref Missing } }`,
    'Template format error: Unresolved resource dependencies [Missing] in the Outputs block of the template',
  ],
  [
    'a missing condition',
    `Resources: { G: { ${group}, Condition: Never } }`,
    'Template format error: Unresolved condition dependency Never in the Resources block of the template',
  ],
  [
    'a missing condition of a resource after one without a condition',
    `Resources: { F: { ${group} }, G: { ${group}, Condition: Never } }`,
    'Template format error: Unresolved condition dependency Never in the Resources block of the template',
  ],
  ...[
    ['of a resource', { Resources: { G: { Type: 'AWS::Logs::LogGroup', Condition: '' } } }, 'Resources'],
    [
      'of an Fn::If',
      { Resources: { G: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::If': ['', 'a', 'b'] } } } } },
      'Resources',
    ],
    [
      'of an output',
      { Resources: { G: { Type: 'AWS::Logs::LogGroup' } }, Outputs: { O: { Value: 'v', Condition: '' } } },
      'Outputs',
    ],
  ].map(
    ([what, template, block]) =>
      [
        `a condition without a name, ${what}`,
        JSON.stringify(template),
        `Template format error: Unresolved condition dependency  in the ${block} block of the template`,
      ] as const,
  ),
  [
    'a deletion policy that is no string',
    `Resources: { G: { ${group}, DeletionPolicy: !Ref AWS::Region } }`,
    'Template format error: Every DeletionPolicy member must be a string.',
  ],
  [
    'resources that depend on each other',
    `Resources: { A: { ${group}, DependsOn: B }, B: { ${group}, Properties: { LogGroupName: !Ref A } }, C: { ${group} } }`,
    'Circular dependency between resources: [A, B]',
  ],
  [
    'an alias',
    `Resources:\n  A: &a\n    ${group}\n  B: *a`,
    'Template error: YAML aliases are not allowed in CloudFormation templates',
  ],
] as const) {
  t.throws(() => parseTemplate(template), { code: 'ValidationError', message }, title)
}

t.test('sections that the local CloudFormation lacks are refused by name', async t => {
  t.throws(() => parseTemplate(`Transform: AWS::Serverless-2016-10-31\nResources: { G: { ${group} } }`), {
    code: 'NotImplemented',
    message: /Transform/,
  })
})

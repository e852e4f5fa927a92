import t from 'tap'
import { readTemplate, resourcesOfType, type Template } from './read-template.ts'

const main = readTemplate('main.yaml')
const stacks = resourcesOfType(main, 'AWS::CloudFormation::Stack')
const children = new Map<string, Template>(
  stacks.map(([id, { Properties }]) => [id, readTemplate(fileNameOf(Properties.TemplateURL))]),
)

t.test('main nests six stacks and holds nothing else', async t => {
  t.equal(stacks.length, Object.keys(main.Resources).length)
  t.same(
    stacks.map(([, { Properties }]) => fileNameOf(Properties.TemplateURL)),
    ['network.yaml', 'storage.yaml', 'compute.yaml', 'bucket.yaml', 'api.yaml', 'comparison.yaml'],
  )
})

t.test('main passes each child exactly the parameters that it declares', async t => {
  for (const [id, { Properties }] of stacks)
    t.same(Object.keys(Properties.Parameters).sort(), Object.keys(children.get(id)!.Parameters).sort(), id)
})

t.test('main uses only outputs that the child has', async t => {
  const used = [...outputsUsed(main.Resources), ...outputsUsed(main.Outputs)]
  t.ok(used.length > 15)
  for (const [id, output] of used) t.ok(children.get(id)?.Outputs[output], `${id}.Outputs.${output}`)
})

t.test('main uses each of its parameters', async t => {
  const passed = JSON.stringify([main.Conditions, main.Resources])
  for (const name of Object.keys(main.Parameters))
    t.ok(passed.includes(`{"Ref":"${name}"}`) || passed.includes(`\${${name}}`), name)
})

t.test('only the artifacts have to be named: every other parameter has a default', async t => {
  const required = Object.entries(main.Parameters).filter(([, { Default }]) => Default === undefined)
  t.same(required.map(([name]) => name).sort(), ['ArtifactsBucket', 'ConsumerCodeKey', 'ProducerCodeKey'])
})

t.test(
  'the stack of the comparison is made only where it is asked for, and no other stack or output needs it',
  async t => {
    t.equal(main.Parameters.EnableComparison!.Default, 'false')
    t.same(main.Conditions!.HasComparison, { 'Fn::Equals': [{ Ref: 'EnableComparison' }, 'true'] })
    const { ComparisonStack, ...others } = main.Resources
    t.equal(ComparisonStack!.Condition, 'HasComparison')
    t.notMatch(JSON.stringify([others, main.Outputs]), /ComparisonStack/)
  },
)

// S3 validates the notification's function when the bucket is made, functions need their mount targets, and on
// deletion the functions' network interfaces must go before the subnets.
t.test('stacks come up in the order network, storage, compute, bucket, api and go in the reverse', async t => {
  const order = ['NetworkStack', 'StorageStack', 'ComputeStack', 'BucketStack', 'ApiStack']
  for (const [at, id] of order.entries()) t.same([...before(id)].sort(), order.slice(0, at).sort(), id)
})

t.test('main outputs what the tools and requirement 1.6 rely on', async t => {
  t.same(Object.keys(main.Outputs).sort(), [
    'AccessPointArn',
    'AccessPointId',
    'ApiAuthorization',
    'ApiId',
    'ApiUrl',
    'BucketName',
    'ConsumerFunctionArn',
    'ConsumerFunctionName',
    'ConsumerLogGroupName',
    'EfsSecurityGroupId',
    'FileSystemId',
    'LambdaSecurityGroupId',
    'ProducerFunctionArn',
    'ProducerFunctionName',
    'ProducerLogGroupName',
    'StageName',
    'SubnetIds',
    'VpcId',
  ])
})

t.test('main hands on its outputs from the child output of the same name', async t => {
  for (const [name, { Value }] of Object.entries(main.Outputs))
    t.match(JSON.stringify(Value), new RegExp(`^\\{"Fn::GetAtt":\\["\\w+Stack","Outputs\\.${name}"\\]\\}$`), name)
})

t.test('endpoint, roles and bucket mean the same bucket', async t => {
  for (const id of ['NetworkStack', 'ComputeStack', 'BucketStack'])
    t.same(main.Resources[id]?.Properties.Parameters.BucketName, { 'Fn::Sub': '${Prefix}-ml-models-bucket' }, id)
})

t.test('everything is tagged with the project and the prefix', async t => {
  for (const [id, { Properties }] of stacks)
    t.same(
      Properties.Tags,
      [
        { Key: 'Project', Value: 'lambda-efs' },
        { Key: 'Prefix', Value: { Ref: 'Prefix' } },
      ],
      id,
    )
})

function outputsUsed(value: unknown): [string, string][] {
  const found = JSON.stringify(value).matchAll(/\{"Fn::GetAtt":\["(\w+)","Outputs\.(\w+)"\]\}/g)
  return [...found].map(([, id, output]) => [id!, output!])
}

function before(id: string): Set<string> {
  const { DependsOn = [], Properties } = main.Resources[id]!
  const direct = [DependsOn, outputsUsed(Properties).map(([stack]) => stack)].flat(2)
  return new Set(direct.flatMap(stack => [stack, ...before(stack)]))
}

/** `templates/network.yaml` in the artifacts bucket is network.yaml here. */
function fileNameOf(templateUrl: { 'Fn::Sub': string }): string {
  return templateUrl['Fn::Sub'].replace('https://s3.${AWS::Region}.${AWS::URLSuffix}/${ArtifactsBucket}/templates/', '')
}

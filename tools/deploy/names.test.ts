import t from 'tap'
import { readTemplate, resourcesOfType } from '../../cloudformation/read-template.ts'
import {
  artifactsBucketName,
  comparisonFunctionNames,
  comparisonLogGroup,
  comparisonRoles,
  functionLogGroup,
  functionNames,
  modelsBucketName,
  observerDescription,
  observerName,
} from './names.ts'

const place = { accountId: '123456789012', region: 'ap-southeast-2' }

t.test('the name of the artifacts bucket has prefix, account and Region', async t => {
  t.equal(artifactsBucketName('demo', place), 'demo-artifacts-123456789012-ap-southeast-2')
})

t.test('different long prefixes give different bucket names that S3 accepts', async t => {
  const names = ['a', 'b'].map(end => artifactsBucketName(`${'a'.repeat(45)}${end}`, place))
  for (const name of names) t.match(name, /^[a-z0-9-]{63}$/)
  t.not(names[0], names[1])
  const end = artifactsBucketName('', place)
  const longest = 'a'.repeat(63 - end.length)
  t.equal(artifactsBucketName(longest, place), longest + end, 'a prefix that just fits is not cut')
  t.match(artifactsBucketName(`${longest}a`, place), /^a+-[0-9a-f]{6}-artifacts-/)
})

t.test('the names made from a prefix are the names in the templates', async t => {
  const compute = readTemplate('compute.yaml')
  const comparison = readTemplate('comparison.yaml')
  const written = (type: string, property: string, template = compute) =>
    resourcesOfType(template, type).map(([, { Properties }]) =>
      Properties[property]['Fn::Sub'].replace('${Prefix}', 'demo'),
    )
  t.same(written('AWS::Lambda::Function', 'FunctionName'), functionNames('demo'))
  t.same(written('AWS::IAM::Role', 'RoleName'), functionNames('demo'))
  t.same(written('AWS::Lambda::Function', 'FunctionName', comparison), comparisonFunctionNames('demo'))
  t.same(written('AWS::IAM::Role', 'RoleName', comparison), comparisonRoles('demo'))
  t.same(written('AWS::Logs::LogGroup', 'LogGroupName', comparison), [comparisonLogGroup('demo')])
  t.match(JSON.stringify(readTemplate('main.yaml')), `"${modelsBucketName('${Prefix}')}"`)
})

t.test('the log group of a function and the temporary function are found by their names', async t => {
  t.equal(functionLogGroup('demo-producer'), '/aws/lambda/demo-producer')
  t.equal(comparisonLogGroup('demo'), '/aws/lambda/demo-compare')
  t.equal(observerName('demo'), 'demo-observer')
  t.equal(observerDescription, 'Temporary: npm run verify looks at the shared file system with it')
})

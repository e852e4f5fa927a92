import t from 'tap'
import { readTemplate, resourcesOfType } from './read-template.ts'

const comparison = readTemplate('comparison.yaml')
const functions = resourcesOfType(comparison, 'AWS::Lambda::Function')
const environmentOf = (id: string) => comparison.Resources[id]!.Properties.Environment.Variables

t.test(
  'the functions of the comparison differ in nothing but their name, their store and the network that it needs',
  t => {
    const common = functions.map(([, { Properties }]) => {
      const { FunctionName, Description, Role, VpcConfig, FileSystemConfigs, Environment, ...rest } = Properties
      t.match(FunctionName['Fn::Sub'], /^\$\{Prefix\}-compare-/)
      t.ok(Description && Environment.Variables.MODEL_STORE)
      t.same(Role, { 'Fn::GetAtt': [VpcConfig ? 'VpcRole' : 'OutsideRole', 'Arn'] })
      t.equal(FileSystemConfigs !== undefined, Environment.Variables.MODEL_STORE === 'shared-file-system')
      return rest
    })
    t.equal(functions.length, 8)
    for (const rest of common) t.same(rest, common[0])
    t.end()
  },
)

t.test('S3 is read from inside the VPC and from outside, the file system from inside only', t => {
  const inVpc = functions.filter(([, { Properties }]) => Properties.VpcConfig).map(([id]) => id)
  t.same(inVpc, ['FileSystemFunction', 'ObjectFunction'])
  t.same(environmentOf('ObjectFunction'), environmentOf('OutsideObjectFunction'))
  t.end()
})

t.test('the roles of the comparison may read models and write nothing but logs', t => {
  const allowed = resourcesOfType(comparison, 'AWS::IAM::Role').flatMap(([, { Properties }]) =>
    Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: { Effect: string; Action: string | string[] }[] } }) =>
        policy.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action),
    ),
  )
  const services = new Set(allowed.filter((action: string) => !/^(ec2|logs):/.test(action)))
  t.same([...services].sort(), ['elasticfilesystem:ClientMount', 's3:GetObject', 's3:ListBucket'])
  t.end()
})

import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import t from 'tap'
import { readTemplate, templateFiles } from '../../../cloudformation/read-template.ts'
import { cliCommands } from '../cli-commands.ts'
import { removableType } from './removable-types.ts'

/** Types that AWS removes together with another resource. */
const partOf: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::Deployment': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::GatewayResponse': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Method': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Resource': 'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage': 'AWS::ApiGateway::RestApi',
  'AWS::EC2::SubnetRouteTableAssociation': 'AWS::EC2::Subnet',
  'AWS::Lambda::EventInvokeConfig': 'AWS::Lambda::Function',
  'AWS::Lambda::Permission': 'AWS::Lambda::Function',
}

/** Types with tags that the tagging API does not list. */
const notListed = new Set(['AWS::IAM::Role'])

const specification = await loadAwsServiceSpec()
const types = new Set(
  templateFiles.flatMap(file => Object.values(readTemplate(file).Resources)).map(({ Type }) => partOf[Type] ?? Type),
)

t.test('every resource type of the templates has a record, or is a part of another type', async t => {
  t.ok(types.has('AWS::EC2::VPC'))
  for (const type of types) {
    t.ok(
      cliCommands({ type, id: 'a' }, 'us-east-1').length,
      `${type} has a record in tools/destroy/types/, which removable-types.ts lists`,
    )
  }
})

for (const type of types) {
  const [definition] = specification.lookup('resource', 'cloudFormationType', 'equals', type)
  const isTagged = Boolean(definition?.tagInformation) && !notListed.has(type)

  t.test(`the record of ${type} finds it by its tags and in its VPC`, async t => {
    const record = removableType(type)
    if (isTagged) t.ok(record?.arn, `${type} can have tags: its record in tools/destroy/types/ has an arn`)
    if (definition?.properties.VpcId) {
      t.ok(record?.findInVpc, `${type} is in a VPC: its record in tools/destroy/types/ has findInVpc`)
    }
    t.equal(record?.isThere === undefined, /SecurityGroup(In|E)gress$/.test(type), 'only a rule needs more than its id')
  })
}

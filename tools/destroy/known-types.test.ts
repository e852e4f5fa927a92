import t from 'tap'
import { readTemplate, templateFiles } from '../../cloudformation/read-template.ts'
import { toLeftovers } from './leftover.ts'

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

t.test('what is left of each resource type of the templates has its place and commands that remove it', async t => {
  const resources = templateFiles.flatMap(file => Object.values(readTemplate(file).Resources))
  const types = new Set(resources.map(({ Type }) => partOf[Type] ?? Type))
  t.ok(types.has('AWS::EC2::VPC'))
  for (const type of types) {
    // Of a type without a place, the id decides: it comes last here.
    const [first] = toLeftovers(
      [
        { type, id: 'z' },
        { type: 'AWS::Unknown::Type', id: 'a' },
      ],
      'us-east-1',
    )
    t.equal(first?.type, type, `${type} is in the order of tools/destroy/leftover.ts`)
    t.ok(first?.commands.length, `${type} has commands in tools/destroy/removal-commands.ts`)
  }
})

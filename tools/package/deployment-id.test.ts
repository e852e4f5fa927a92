import t from 'tap'
import { renameDeployments } from './deployment-id.ts'
import { parseTemplate } from './template-source.ts'

const template = (id: string, description = 'an API') => `Description: ${description}
Conditions: { Deployment: !Equals [a, b] }
Metadata: { Graph: { Stage: { DependsOn: Deployment }, DependsOn: Deployment } }
Mappings: { Names: { 123456789012: { 80: Deployment } } }
Resources:
  # Deployment of the API: a comment is no reference.
  ${id}:
    Type: AWS::ApiGateway::Deployment
    Properties: { RestApiId: !Ref Api }
  Stage:
    Type: AWS::ApiGateway::Stage
    DependsOn: ${id}
    Condition: Deployment
    Properties:
      DeploymentId: !Ref ${id}
      Description: Deployment
      StageName: Deployment
  Other:
    Type: AWS::ApiGateway::Stage
    DependsOn: [Stage, "${id}"]
    Properties:
      DeploymentId: { Ref: '${id}' }
      Variables:
        a: !GetAtt ${id}.DeploymentId
        b: !GetAtt [${id}, DeploymentId]
        c: { Fn::GetAtt: [${id}, DeploymentId] }
        d: !Sub '\${${id}} \${${id}.DeploymentId} \${!Deployment} \${DeploymentRole} Deployment'
        e: !Sub ['\${${id}}', { X: !Ref ${id} }]
        f: !Sub ['\${Deployment}', { Deployment: x }]
        g: { Fn::Sub: '\${${id}}' }
        h: !GetAtt Deployment2.Id
        DependsOn: Deployment
`

const idOf = (text: string) => /^ {2}(Deployment\w+):$/m.exec(text)?.[1]

t.test(
  'the deployment and its references get a name with the hash of the content, and other names do not change',
  async t => {
    const renamed = renameDeployments(parseTemplate('api.yaml', template('Deployment')))
    const id = idOf(renamed)!
    t.match(id, /^Deployment[0-9a-f]{8}$/)
    t.equal(renamed, template(id))
  },
)

t.test('the name is the same for the same template, and changes with it', async t => {
  const id = (description: string) =>
    idOf(renameDeployments(parseTemplate('api.yaml', template('Deployment', description))))
  t.equal(id('an API'), id('an API'))
  t.not(id('an API'), id('another API'))
})

t.test('each of several deployments gets the hash of the whole template', async t => {
  const text = [
    'Resources:',
    ...['Deployment', 'SignedDeployment'].map(id => `  ${id}:\n    Type: AWS::ApiGateway::Deployment`),
    '  Stage:\n    Type: AWS::ApiGateway::Stage\n    Properties:',
    '      DeploymentId: !If [AsksForSignature, !Ref SignedDeployment, !Ref Deployment]',
    "      Description: !Sub '${SignedDeployment} or ${Deployment}'\n",
  ].join('\n')
  const renamed = renameDeployments(parseTemplate('api.yaml', text))
  const hash = /^ {2}Deployment(\w{8}):$/m.exec(renamed)?.[1]
  t.ok(hash)
  t.match(renamed, `!If [AsksForSignature, !Ref SignedDeployment${hash}, !Ref Deployment${hash}]`)
  t.match(renamed, `  SignedDeployment${hash}:\n`)
  t.match(renamed, '      DeploymentId: ')
  t.match(renamed, `\${SignedDeployment${hash}} or \${Deployment${hash}}`)
})

t.test('a template without an API deployment is not changed', async t => {
  const text = 'Resources:\n  Deployment:\n    Type: AWS::ECS::Service\n  X:\n    DependsOn: Deployment\n'
  t.equal(renameDeployments(parseTemplate('x.yaml', text)), text)
  t.equal(renameDeployments(parseTemplate('x.yaml', 'Description: nothing\n')), 'Description: nothing\n')
})

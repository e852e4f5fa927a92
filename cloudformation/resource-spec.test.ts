import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec'
import t from 'tap'
import { readTemplate, templateFiles } from './read-template.ts'

// AWS's published resource specification, which is here where cfn-lint may not be.
const specification = await loadAwsServiceSpec()
const definitionOf = (type: string) => {
  const [definition] = specification.lookup('resource', 'cloudFormationType', 'equals', type)
  return definition
}

for (const file of [...templateFiles, 'github-oidc.yaml']) {
  const { Resources, Parameters, Conditions = {}, Outputs } = readTemplate(file)

  t.test(`${file} gives its resources known properties and all required ones`, async t => {
    for (const [id, { Type, Properties }] of Object.entries(Resources)) {
      const definition = definitionOf(Type)
      if (!definition) {
        t.fail(`${id}: ${Type} is no resource type`)
        continue
      }
      const required = Object.entries(definition.properties).filter(([, property]) => property.required)
      for (const [name] of required) t.ok(Properties[name] !== undefined, `${id} has ${name}`)
      for (const name of Object.keys(Properties)) t.ok(definition.properties[name], `${id}.${name} is a property`)
    }
  })

  t.test(`${file} refers to what is there`, async t => {
    const text = JSON.stringify({ Resources, Outputs, Conditions })
    for (const [, name] of text.matchAll(/\{"Ref":"([^"]+)"\}/g))
      t.ok(name!.startsWith('AWS::') || Parameters[name!] || Resources[name!], `Ref ${name}`)
    for (const [, name] of text.matchAll(/\$\{(\w+)\}/g)) t.ok(Parameters[name!] || Resources[name!], `Sub ${name}`)
    for (const [, condition] of text.matchAll(/\{"Fn::If":\["(\w+)"/g))
      t.ok(condition! in Conditions, `condition ${condition}`)
    for (const [, id, attribute] of text.matchAll(/\{"Fn::GetAtt":\["(\w+)","([\w.]+)"\]\}/g)) {
      const type = Resources[id!]?.Type
      if (type === 'AWS::CloudFormation::Stack') continue // its outputs: see main.test.ts
      t.ok(definitionOf(type ?? '')?.attributes[attribute!], `${id}.${attribute} is an attribute`)
    }
  })
}

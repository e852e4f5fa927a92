import { readFileSync } from 'node:fs'
import t from 'tap'
import { readTemplate, type Template, templateFiles } from './read-template.ts'

const sectionOrder = ['AWSTemplateFormatVersion', 'Description', 'Parameters', 'Conditions', 'Resources', 'Outputs']
// Without a policy CloudFormation deletes or keeps these types by its own default (cfn-lint I3011).
const stateful = ['AWS::EFS::FileSystem', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::CloudFormation::Stack']

const templates = new Map<string, Template>(templateFiles.map(file => [file, readTemplate(file)]))

for (const [file, template] of templates) {
  t.test(`${file} keeps the order of sections`, async t => {
    const sections = Object.keys(template)
    t.same(
      sections,
      sectionOrder.filter(section => sections.includes(section)),
    )
  })

  t.test(`${file} describes every parameter and output`, async t => {
    for (const [name, { Description }] of [...Object.entries(template.Parameters), ...Object.entries(template.Outputs)])
      t.match(Description, /^[A-Z].{5,}\.$/s, `${name} has a sentence`)
  })

  t.test(`${file} gives every output a value`, async t => {
    for (const [name, { Value }] of Object.entries(template.Outputs)) t.ok(Value, name)
  })

  t.test(`${file} constrains every parameter and says how`, async t => {
    for (const [name, p] of Object.entries(template.Parameters)) {
      // CloudFormation itself checks that ids of AWS types exist, and names the values allowed.
      if (/AWS::EC2::/.test(p.Type) || p.AllowedValues) continue
      t.not(p.AllowedPattern ?? p.MinValue ?? p.MinLength, undefined, `${name} has a constraint`)
      t.ok(p.ConstraintDescription, `${name} explains its constraint`)
    }
  })

  t.test(`${file} has defaults that its own constraints allow`, async t => {
    for (const [name, p] of Object.entries(template.Parameters)) {
      if (p.Default === undefined) continue
      if (p.AllowedPattern) t.match(String(p.Default), new RegExp(p.AllowedPattern), name)
      if (p.AllowedValues) t.ok(p.AllowedValues.includes(p.Default), name)
    }
  })

  t.test(`${file} says what happens to data on deletion and replacement`, async t => {
    for (const [id, resource] of Object.entries(template.Resources)) {
      if (!stateful.includes(resource.Type)) continue
      t.match(resource, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' }, id)
    }
  })

  t.test(`${file} takes no name from the stack, whose nested name ends in random letters`, async t => {
    t.notMatch(readFileSync(new URL(file, import.meta.url), 'utf8'), /AWS::StackName/)
  })
}

t.test('a parameter means the same in every template', async t => {
  const first = new Map<string, unknown>()
  for (const [file, { Parameters }] of templates)
    for (const [name, { Default, ...constraint }] of Object.entries(Parameters)) {
      if (first.has(name)) t.match(constraint, first.get(name), `${name} in ${file}`)
      else first.set(name, { Type: constraint.Type, ...pattern(constraint) })
    }
})

t.test('the longest prefix still makes a valid bucket name', async t => {
  const { AllowedPattern } = readTemplate('main.yaml').Parameters.Prefix!
  const prefix = new RegExp(AllowedPattern!)
  t.match('a'.repeat(46), prefix)
  t.equal(`${'a'.repeat(46)}-ml-models-bucket`.length, 63)
  for (const bad of ['a'.repeat(47), 'Lambda', '1st', 'ends-', 'dot.ted', 'a', '']) t.notMatch(bad, prefix, bad)
})

function pattern({ AllowedPattern, AllowedValues }: { AllowedPattern?: string; AllowedValues?: unknown[] }) {
  return { ...(AllowedPattern && { AllowedPattern }), ...(AllowedValues && { AllowedValues }) }
}

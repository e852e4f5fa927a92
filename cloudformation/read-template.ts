import { readFileSync } from 'node:fs'
import { parse, type ScalarTag, type YAMLMap, type YAMLSeq } from 'yaml'

export const templateFiles = ['main', 'network', 'storage', 'compute', 'bucket', 'api', 'comparison'].map(
  name => `${name}.yaml`,
)

// A resource's properties are whatever its type says; the tests name the path that they check.
export type Properties = Record<string, any>
export type Resource = {
  Type: string
  Properties: Properties
  DependsOn?: string | string[]
  Condition?: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
}
export type Parameter = {
  Description?: string
  Type: string
  Default?: string | number
  AllowedPattern?: string
  AllowedValues?: (string | number)[]
  MinValue?: number
  MinLength?: number
  ConstraintDescription?: string
}
export type Template = {
  Parameters: Record<string, Parameter>
  Conditions?: Record<string, unknown>
  Resources: Record<string, Resource>
  Outputs: Record<string, { Description?: string; Value: unknown }>
}

// Short forms (!Ref X) come out as CloudFormation's long forms ({ Ref: 'X' }).
export const readTemplate = (file: string): Template =>
  parse(readFileSync(new URL(file, import.meta.url), 'utf8'), { customTags: intrinsicTags })

export const resourcesOfType = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.Resources).filter(([, resource]) => resource.Type === type)

const scalar = (name: string, resolve: (text: string) => unknown): ScalarTag => ({ tag: `!${name}`, resolve })

const sequence = (name: string) => ({
  tag: `!${name}`,
  collection: 'seq' as const,
  resolve: (value: YAMLMap | YAMLSeq) => ({ [`Fn::${name}`]: value.toJSON() }),
})

const intrinsicTags = [
  scalar('Ref', text => ({ Ref: text })),
  scalar('Condition', text => ({ Condition: text })),
  scalar('Sub', text => ({ 'Fn::Sub': text })),
  scalar('GetAZs', text => ({ 'Fn::GetAZs': text })),
  // Only the first dot separates: NetworkStack.Outputs.VpcId is the attribute Outputs.VpcId.
  scalar('GetAtt', text => ({ 'Fn::GetAtt': text.split(/\.(.*)/s, 2) })),
  ...['Equals', 'If', 'Not', 'And', 'Or', 'Join', 'Select', 'Split', 'Sub'].map(sequence),
]

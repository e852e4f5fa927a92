import { attributePath } from './read-document.ts'

export interface References {
  /** Logical ids of resources, names of parameters and pseudo parameters. */
  readonly names: ReadonlySet<string>
  /** Those of the names that are used otherwise than for an attribute by Fn::GetAtt. */
  readonly refs: ReadonlySet<string>
  readonly attributes: readonly { readonly logicalId: string; readonly attribute: string }[]
  readonly conditions: ReadonlySet<string>
}

/** Everything to which a value refers, in every branch of an Fn::If: CloudFormation orders resources by that. */
export function referencesOf(value: unknown): References {
  const refs = new Set<string>()
  const conditions = new Set<string>()
  const attributes: { logicalId: string; attribute: string }[] = []
  const addAttribute = (logicalId: string, attribute: string) => {
    attributes.push({ logicalId, attribute })
  }
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return
    const entries = Object.entries(node)
    const [key, argument] = entries.length === 1 && !Array.isArray(node) ? entries[0]! : []
    if (key === 'Ref') refs.add(String(argument))
    else if (key === 'Condition' && typeof argument === 'string') conditions.add(argument)
    else if (key === 'Fn::GetAtt') {
      const [logicalId, attribute] = attributeOf(argument)
      addAttribute(logicalId, typeof attribute === 'string' ? attribute : '')
      visit(attribute)
    } else if (key === 'Fn::Sub') {
      const [text, variables] = subOf(argument)
      for (const name of substitutions(text)) {
        if (Object.hasOwn(variables, name)) continue
        if (name.includes('.')) addAttribute(...attributePath(name))
        refs.add(attributePath(name)[0])
      }
      visit(variables)
    } else {
      if (key === 'Fn::If' && Array.isArray(argument)) conditions.add(String(argument[0]))
      for (const [, item] of entries) visit(item)
    }
  }
  visit(value)
  const names = new Set([...refs, ...attributes.map(({ logicalId }) => logicalId)])
  return { names, refs, attributes, conditions }
}

/** `Fn::GetAtt` takes `[id, attribute]` or, in YAML's long form too, `id.attribute`. */
export function attributeOf(argument: unknown): [string, unknown] {
  if (typeof argument === 'string') return attributePath(argument)
  const [logicalId, ...attribute] = Array.isArray(argument) ? argument : ['']
  return [String(logicalId), attribute.length === 1 ? attribute[0] : attribute.join('.')]
}

export function subOf(argument: unknown): [string, Readonly<Record<string, unknown>>] {
  return Array.isArray(argument) ? [String(argument[0]), argument[1] ?? {}] : [String(argument), {}]
}

/** `${Name}` and `${Id.Attribute}`; `${!Literal}` is not replaced. */
export const substitution = /\$\{([^!${}][^${}]*)\}/g

function substitutions(text: string): string[] {
  return [...text.matchAll(substitution)].map(match => match[1]!.trim())
}

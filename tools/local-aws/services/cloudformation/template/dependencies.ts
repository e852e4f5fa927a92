import { checkForbiddenReferences } from './forbidden-references.ts'
import { pseudoParameters } from './pseudo-parameters.ts'
import { type References, referencesOf } from './references.ts'
import type { Template } from './template.ts'
import { formatError, templateError, validationError } from './template-error.ts'

/** The logical ids that must be created before a resource: by Ref, GetAtt, Sub and DependsOn. */
export function dependenciesOf({ resources }: Pick<Template, 'resources'>, logicalId: string): Set<string> {
  const { properties, dependsOn } = resources[logicalId]!
  const named = [...referencesOf(properties).names, ...dependsOn]
  return new Set(named.filter(name => Object.hasOwn(resources, name)))
}

/** Refuses names that do not exist in the template, and resources that depend on each other. */
export function checkDependencies(template: Template): void {
  const { resources, outputs, conditions, parameters } = template
  const twice = Object.keys(parameters).find(name => Object.hasOwn(resources, name))
  if (twice) throw formatError(`The logical id ${twice} is the name of a parameter and of a resource.`)
  const inResources = Object.values(resources).map(({ properties, dependsOn, condition }) => {
    const references = referencesOf(properties)
    return { ...references, refs: new Set([...references.refs, ...dependsOn]), condition }
  })
  const inOutputs = Object.values(outputs).map(({ value, exportName, condition }) => ({
    ...referencesOf([value, exportName]),
    condition,
  }))
  checkForbiddenReferences(template)
  checkBlock(template, 'Resources', inResources)
  checkBlock(template, 'Outputs', inOutputs)
  const inConditions = Object.values(conditions).map(value => ({ ...referencesOf(value), condition: undefined }))
  checkBlock(template, 'Conditions', inConditions)
  checkCycle(template)
}

interface Used extends References {
  readonly condition?: string
}

function checkBlock({ resources, parameters, conditions }: Template, block: string, used: readonly Used[]): void {
  const knows = (name: string) =>
    Object.hasOwn(resources, name) || Object.hasOwn(parameters, name) || pseudoParameters.includes(name)
  const missing = new Set(used.flatMap(({ refs }) => [...refs].filter(name => !knows(name))))
  if (missing.size > 0) {
    throw formatError(
      `Unresolved resource dependencies [${[...missing].join(', ')}] in the ${block} block of the template`,
    )
  }
  const undefinedIds = used.flatMap(({ attributes }) => attributes.map(({ logicalId }) => logicalId))
  const undefinedId = undefinedIds.find(id => !Object.hasOwn(resources, id))
  // Words: recorded/cloudformation.yaml.
  if (undefinedId !== undefined)
    throw templateError(`instance of Fn::GetAtt references undefined resource ${undefinedId}`)
  const conditionNames = used.flatMap(({ conditions: inside, condition }) => [
    ...inside,
    ...(condition === undefined ? [] : [condition]),
  ])
  const unknown = conditionNames.find(name => !Object.hasOwn(conditions, name))
  if (unknown !== undefined)
    throw formatError(`Unresolved condition dependency ${unknown} in the ${block} block of the template`)
}

function checkCycle(template: Template): void {
  const left = new Map(Object.keys(template.resources).map(id => [id, dependenciesOf(template, id)]))
  for (let progress = true; progress;) {
    progress = false
    for (const [id, needs] of left) {
      if ([...needs].some(needed => left.has(needed))) continue
      left.delete(id)
      progress = true
    }
  }
  if (left.size > 0) throw validationError(`Circular dependency between resources: [${[...left.keys()].join(', ')}]`)
}

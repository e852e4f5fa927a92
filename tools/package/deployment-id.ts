import { createHash } from 'node:crypto'
import { isMap, isPair, isScalar, isSeq, type Node, type Scalar, visit } from 'yaml'
import { intrinsicOf } from './intrinsic.ts'
import { type Edit, edited, editWithin, resourcesOf, type TemplateSource } from './template-source.ts'

const type = 'AWS::ApiGateway::Deployment'

/**
 * Renames each API deployment to its name and the hash of the template (`Deployment` to `Deployment0a1b2c3d`), with all
 * references to it, and returns the template's text. A deployment is a snapshot that never changes again, so a changed API
 * needs a new logical ID to go live
 * (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html).
 */
export function renameDeployments(template: TemplateSource): string {
  const hash = createHash('sha256').update(template.text).digest('hex').slice(0, 8)
  const ids = resourcesOf(template, type).map(({ id }) => String(id.value))
  // One after the other, because a text may name several of them.
  return ids.reduce((renamed, id) => rename(renamed, { id, newId: id + hash }), template).text
}

/** A logical ID and the one in its place. */
interface Renaming {
  readonly id: string
  readonly newId: string
}

function rename(template: TemplateSource, renaming: Renaming): TemplateSource {
  const deployment = resourcesOf(template, type).find(resource => resource.id.value === renaming.id)!
  const declared = editWithin(template, deployment.id, renaming.id, renaming.newId)
  return edited(template, [declared, ...references(template, renaming)])
}

function references(template: TemplateSource, renaming: Renaming): Edit[] {
  const edits: Edit[] = []
  visit(template.document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return
      const edit = referenceEdit(template, node as Scalar<string>, key, ancestors, renaming)
      if (edit) edits.push(edit)
    },
  })
  return edits
}

function referenceEdit(
  template: TemplateSource,
  node: Scalar<string>,
  key: unknown,
  ancestors: readonly unknown[],
  { id, newId }: Renaming,
): Edit | undefined {
  if (isDependsOn(ancestors)) return node.value === id ? editWithin(template, node, id, newId) : undefined
  switch (intrinsicOf(node, key, ancestors)) {
    case 'Ref':
      return node.value === id ? editWithin(template, node, id, newId) : undefined
    case 'GetAtt':
      return node.value.split('.')[0] === id ? editWithin(template, node, id, newId) : undefined
    case 'Sub':
      // ${!Deployment} is text, and a variable that Fn::Sub itself defines is no reference.
      return hasVariable(ancestors.at(-1), id)
        ? undefined
        : editWithin(template, node, new RegExp(`\\$\\{${id}(?=[.}])`, 'g'), `\${${newId}`)
    default:
      return undefined
  }
}

// Resources: {X: {DependsOn: Y or [Y, …]}}: document, map, pair, map, pair, map, pair(, list).
function isDependsOn(ancestors: readonly unknown[]): boolean {
  const resources = ancestors[2]
  const dependsOn = ancestors[6]
  if (!isPair(resources) || !isPair(dependsOn) || ancestors.length > (isSeq(ancestors[7]) ? 8 : 7)) return false
  return named(resources.key, 'Resources') && named(dependsOn.key, 'DependsOn')
}

function named(key: unknown, name: string): boolean {
  return isScalar(key) && key.value === name
}

function hasVariable(parent: unknown, id: string): boolean {
  const variables = isSeq<Node>(parent) ? parent.items[1] : undefined
  return isMap(variables) && variables.has(id)
}

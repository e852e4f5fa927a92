import { createHash } from 'node:crypto'
import { isMap, isPair, isScalar, isSeq, type Node, type Scalar, visit } from 'yaml'
import { intrinsicOf } from './intrinsic.ts'
import {
  applyEdits,
  type Edit,
  editWithin,
  parseTemplate,
  resourcesOf,
  type TemplateSource,
} from './template-source.ts'

const type = 'AWS::ApiGateway::Deployment'
const id = 'Deployment'

/**
 * Renames the API deployment `Deployment` to `Deployment<hash of the template>`, with all references to it. A
 * deployment is a snapshot that never changes again, so a changed API needs a new logical ID to go live
 * (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html).
 */
export function renameDeployment(path: string, text: string): string {
  const template = parseTemplate(path, text)
  const deployment = resourcesOf(template, type).find(resource => resource.id.value === id)
  if (!deployment) return text
  const newId = id + createHash('sha256').update(text).digest('hex').slice(0, 8)
  return applyEdits(text, [editWithin(template, deployment.id, id, newId), ...references(template, newId)])
}

function references(template: TemplateSource, newId: string): Edit[] {
  const edits: Edit[] = []
  visit(template.document, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.value !== 'string') return
      const edit = referenceEdit(template, node as Scalar<string>, key, ancestors, newId)
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
  newId: string,
): Edit | undefined {
  if (isDependsOn(ancestors)) return node.value === id ? editWithin(template, node, id, newId) : undefined
  switch (intrinsicOf(node, key, ancestors)) {
    case 'Ref':
      return node.value === id ? editWithin(template, node, id, newId) : undefined
    case 'GetAtt':
      return node.value.split('.')[0] === id ? editWithin(template, node, id, newId) : undefined
    case 'Sub':
      // ${!Deployment} is text, and a variable that Fn::Sub itself defines is no reference.
      return hasVariable(ancestors.at(-1))
        ? undefined
        : editWithin(template, node, /\$\{Deployment(?=[.}])/g, `\${${newId}`)
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

function hasVariable(parent: unknown): boolean {
  const variables = isSeq<Node>(parent) ? parent.items[1] : undefined
  return isMap(variables) && variables.has(id)
}

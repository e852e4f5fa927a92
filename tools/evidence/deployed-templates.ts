import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { parse } from 'yaml'
import { type PackagedTemplate, packageTemplates } from '../package/package-templates.ts'

export interface DeployedTemplates {
  /** SHA-256 of each nested template as it was uploaded, by name, from the TemplateURL of its stack. */
  readonly nested: Readonly<Record<string, string>>
  /** Whether packaging the working tree gives the same; null if the events name no nested template. */
  readonly equalWorkingTree: boolean | null
}

/**
 * Returns the nested templates that were deployed, from the events of the root stack. The properties of a nested stack
 * have its TemplateURL, whose key has the hash of the content (package-templates.ts). GetTemplate would return them
 * too, and the root's, but needs a permission that nothing else needs.
 *
 * @param events oldest first
 */
export async function deployedTemplates(
  events: readonly Pick<StackEvent, 'ResourceType' | 'ResourceProperties'>[],
  templatesDir: string,
): Promise<DeployedTemplates> {
  const nested: Record<string, string> = {}
  for (const { ResourceType, ResourceProperties } of events) {
    if (ResourceType !== 'AWS::CloudFormation::Stack' || !ResourceProperties) continue
    const [, name, sha256] = /\/([\w-]+)-([0-9a-f]{64})\.yaml"/.exec(ResourceProperties) ?? []
    if (name && sha256) nested[name] = sha256
  }
  const names = Object.keys(nested)
  if (names.length === 0) return { nested, equalWorkingTree: null }
  // The location of the templates matters to the root only, which refers to the others.
  const { root, files } = await packageTemplates({ templatesDir, bucket: '-', region: '-', urlSuffix: '-' })
  const packaged = files.filter(file => file !== root)
  const isAsDeployed = (file: PackagedTemplate) =>
    file.name in nested ? nested[file.name] === file.sha256 : isOptional(root, file)
  const hasAll = names.every(name => packaged.some(file => file.name === name))
  return { nested, equalWorkingTree: hasAll && packaged.every(isAsDeployed) }
}

/** Whether the root template has the nested one under a condition, so that it may have been left out. */
function isOptional(root: PackagedTemplate, nested: PackagedTemplate): boolean {
  const { Resources } = parse(root.body, { logLevel: 'silent' }) as {
    Resources: Record<string, { Condition?: string }>
  }
  return Object.values(Resources).some(stack => stack.Condition && JSON.stringify(stack).includes(nested.key))
}

import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { packageTemplates } from '../package/package-templates.ts'

export interface DeployedTemplates {
  /** SHA-256 of each nested template as it was uploaded, by name, from the TemplateURL of its stack. */
  readonly nested: Readonly<Record<string, string>>
  /** Whether the working tree gives the same when it is packaged; null when the events tell of no nested template. */
  readonly equalWorkingTree: boolean | null
}

/**
 * The nested templates that were deployed, by the events of the root stack: the properties of a nested stack have its
 * TemplateURL, and the key in it has the hash of the content (package-templates.ts). GetTemplate would say it as well,
 * and the root's, but is a permission that nothing else needs.
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
  // Where the templates will lie matters to the root only, which points to the others.
  const { root, files } = await packageTemplates({ templatesDir, bucket: '-', region: '-', urlSuffix: '-' })
  const packaged = files.filter(file => file !== root)
  return {
    nested,
    equalWorkingTree: names.length === packaged.length && packaged.every(({ name, sha256 }) => nested[name] === sha256),
  }
}

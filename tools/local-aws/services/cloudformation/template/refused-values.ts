import { formatError, notBuilt } from './template-error.ts'

/**
 * Refuses values that no template may have, and those that the local AWS would mistake for plain text.
 *
 * @throws AwsError ValidationError, NotImplemented
 */
export function refuseValues(sections: Readonly<Record<string, unknown>>): void {
  visit(sections, '')
}

function visit(value: unknown, path: string): void {
  if (value === null) throw formatError(`[${path}] 'null' values are not allowed in templates`)
  if (typeof value === 'string') refuseDynamicReference(value)
  if (typeof value !== 'object') return
  for (const [name, item] of Object.entries(value)) visit(item, `${path}/${name}`)
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export function refuseDynamicReference(text: string): void {
  const reference = /\{\{resolve:[^{}]{0,100}/.exec(text)?.[0]
  if (reference) throw notBuilt(`dynamic references: ${reference}`)
}

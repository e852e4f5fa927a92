/** A resource, by CloudFormation's name of its type, and by its name or id. */
export interface Resource {
  readonly type: string
  readonly id: string
}

/** One line each, types aligned. */
export function resourceLines(resources: readonly Resource[]): string[] {
  const width = Math.max(0, ...resources.map(({ type }) => type.length))
  return resources.map(({ type, id }) => `  ${type.padEnd(width)}  ${id}`)
}

/** A resource: CloudFormation's name of its type, and its own name or id. */
export interface Resource {
  readonly type: string
  readonly id: string
}

/** Formats one line each, with aligned types. */
export function resourceLines(resources: readonly Resource[]): string[] {
  const width = Math.max(0, ...resources.map(({ type }) => type.length))
  return resources.map(({ type, id }) => `  ${type.padEnd(width)}  ${id}`)
}

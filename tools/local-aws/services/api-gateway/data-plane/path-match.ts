import type { Snapshot } from '../rest-api.ts'

export interface PathMatch {
  readonly resource: Snapshot['resources'][number]
  readonly pathParameters: Readonly<Record<string, string>>
}

/** Finds the resource for a path, still encoded: literal parts before `{parameters}` before `{greedy+}`. */
export function matchPath(resources: Snapshot['resources'], path: string): PathMatch | undefined {
  const parts = path.split('/').filter(Boolean)
  const matches = resources.flatMap(resource => {
    const pathParameters = parametersOf(resource.path.split('/').filter(Boolean), parts)
    return pathParameters ? [{ resource, pathParameters }] : []
  })
  const braces = ({ resource }: PathMatch) =>
    (resource.path.match(/\{/g) ?? []).length + (resource.path.includes('+}') ? 100 : 0)
  return matches.sort((a, b) => braces(a) - braces(b))[0]
}

function parametersOf(template: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {}
  for (const [index, piece] of template.entries()) {
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(piece) ?? []
    const part = parts[index]
    if (part === undefined) return undefined
    if (!name) {
      if (piece !== decoded(part)) return undefined
    } else if (greedy) {
      parameters[name] = parts.slice(index).join('/')
      return parameters
    } else parameters[name] = part
  }
  return template.length === parts.length ? parameters : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A part with invalid percent-encoding names no resource, so it is matched unchanged.
    return part
  }
}

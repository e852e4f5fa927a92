import type { AwsRequest } from './exchange.ts'
import { MalformedRequest } from './malformed-request.ts'
import type { Route } from './protocol.ts'
import type { OperationModel, ServiceModel } from './service-model.ts'

interface RestRoute {
  readonly operation: OperationModel
  readonly segments: readonly string[]
  /** Such as `?uploads` or `?list-type=2`: the parameter must be there with that value. */
  readonly staticQuery: readonly (readonly [string, string])[]
  /** Required members in the query or a header distinguish operations on one path (PutObject, UploadPart). */
  readonly requiredQuery: readonly string[]
  readonly requiredHeaders: readonly string[]
}

const routesOfModel = new WeakMap<ServiceModel, Map<string, RestRoute[]>>()

/**
 * Finds the operation with the best matching URI template: most literal segments, then most required query and headers.
 * Required members distinguish operations on one path. If no operation has all of its own, `mayLackMembers` chooses one
 * that lacks some, so that it gets the answer to a missing member.
 */
export function findRoute(
  model: ServiceModel,
  request: AwsRequest,
  { mayLackMembers = false } = {},
): Route | undefined {
  const segments = request.path.split('/').slice(1)
  let best: { specificity: number; route: Route } | undefined
  let lacking: Route | undefined
  for (const route of routes(model).get(request.method) ?? []) {
    const labels = matchSegments(route.segments, segments)
    if (!labels || !hasStaticQuery(route, request)) continue
    if (!hasRequiredParts(route, request)) {
      lacking ??= { operationName: route.operation.name, labels }
      continue
    }
    const specificity = specificityOf(route)
    if (!best || specificity > best.specificity) {
      best = { specificity, route: { operationName: route.operation.name, labels } }
    }
  }
  return best?.route ?? (mayLackMembers ? lacking : undefined)
}

function routes(model: ServiceModel): Map<string, RestRoute[]> {
  let known = routesOfModel.get(model)
  if (!known) {
    known = new Map()
    for (const operation of model.operations()) {
      const method = operation.http!.method
      known.set(method, [...(known.get(method) ?? []), restRoute(operation)])
    }
    routesOfModel.set(model, known)
  }
  return known
}

function restRoute(operation: OperationModel): RestRoute {
  const [path = '', query = ''] = operation.http!.uri.split('?')
  const traits = operation.requiredMembers.map(name => operation.input.getMemberSchema(name).getMergedTraits())
  return {
    operation,
    segments: path.split('/').slice(1),
    // x-id is only for people who read S3's access logs; older clients do not send it.
    staticQuery: [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id'),
    requiredQuery: traits.flatMap(trait => trait.httpQuery ?? []),
    requiredHeaders: traits.flatMap(trait => trait.httpHeader?.toLowerCase() ?? []),
  }
}

function matchSegments(template: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {}
  for (const [index, part] of template.entries()) {
    const segment = segments[index]
    if (segment === undefined) return undefined
    const label = /^\{(.+?)(\+?)\}$/.exec(part)
    if (!label) {
      if (part !== segment) return undefined
    } else if (label[2]) {
      const rest = segments.slice(index).join('/')
      if (rest === '') return undefined
      labels[label[1]!] = decoded(rest)
      return labels
    } else {
      if (segment === '') return undefined
      labels[label[1]!] = decoded(segment)
    }
  }
  const trailing = segments.slice(template.length)
  return trailing.every(segment => segment === '') ? labels : undefined
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (cause) {
    throw new MalformedRequest('path', `The path has a part that is not percent-encoded text: ${text}`, cause)
  }
}

function hasStaticQuery({ staticQuery }: RestRoute, { query }: AwsRequest): boolean {
  return staticQuery.every(([name, value]) => query.has(name) && query.get(name) === value)
}

function hasRequiredParts(route: RestRoute, request: AwsRequest): boolean {
  return (
    route.requiredQuery.every(name => request.query.has(name)) &&
    route.requiredHeaders.every(name => name in request.headers)
  )
}

function specificityOf(route: RestRoute): number {
  const literals = route.segments.filter(segment => !segment.startsWith('{')).length
  return literals * 100 + route.staticQuery.length * 10 + route.requiredQuery.length + route.requiredHeaders.length
}

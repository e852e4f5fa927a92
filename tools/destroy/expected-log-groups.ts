import type { Stack } from '@aws-sdk/client-cloudformation'
import { comparisonLogGroup, functionLogGroup, functionNames } from '../deploy/names.ts'
import { observerLogGroup } from './observer-removal.ts'
import type { Resource } from './resource.ts'

/** The names of a deployment's log groups, and the groups that this deployment certainly made. */
export interface ExpectedLogGroups {
  readonly prefix: string
  readonly names: readonly string[]
  /** If one of these groups has no tags, late logs have created it again. */
  readonly made: ReadonlySet<string>
}

/**
 * The log groups of a deployment: those of the stack, and the one that API Gateway creates for execution logs
 * (docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
 */
export function logGroupNames(prefix: string, apiId: string | undefined): string[] {
  return [...functionLogGroups(prefix), `/aws/apigateway/${prefix}`, ...executionLogGroups(apiId)]
}

/**
 * Returns every log group that a deployment may have caused, including the one of verify's temporary function. It
 * certainly made the groups of its stack, the execution logs of its API (no other API has the id) and, if the stack was
 * complete once (it has outputs), the groups of both functions. If a creation failed because somebody else has such a
 * group, that group must never be removed.
 */
export function expectedLogGroups(
  prefix: string,
  stack: Stack | undefined,
  { tree, hasObserver }: { readonly tree: readonly Resource[]; readonly hasObserver: boolean },
): ExpectedLogGroups {
  const idOf = (type: string) => tree.filter(one => one.type === type).map(({ id }) => id)
  const outputs = stack?.Outputs ?? []
  const apiId =
    outputs.find(({ OutputKey }) => OutputKey === 'ApiId')?.OutputValue ?? idOf('AWS::ApiGateway::RestApi')[0]
  const made = [
    ...idOf('AWS::Logs::LogGroup'),
    ...executionLogGroups(apiId),
    ...(outputs.length > 0 ? functionLogGroups(prefix) : []),
    ...(hasObserver ? [observerLogGroup(prefix)] : []),
  ]
  return { prefix, names: [...logGroupNames(prefix, apiId), observerLogGroup(prefix)], made: new Set(made) }
}

function functionLogGroups(prefix: string): string[] {
  return [...functionNames(prefix).map(functionLogGroup), comparisonLogGroup(prefix)]
}

function executionLogGroups(apiId: string | undefined): string[] {
  return apiId ? [`API-Gateway-Execution-Logs_${apiId}/prod`] : []
}

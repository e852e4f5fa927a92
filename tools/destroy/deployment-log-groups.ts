import type { Stack } from '@aws-sdk/client-cloudformation'
import { comparisonLogGroup, functionLogGroup, functionNames } from '../deploy/names.ts'
import { observerLogGroup } from './observer-function.ts'
import type { Resource } from './resource.ts'

/** The names that the log groups of a deployment have, and which of them this deployment has surely made. */
export interface DeploymentLogGroups {
  readonly prefix: string
  readonly names: readonly string[]
  /** A group of such a name that has no tags is one that late logs have brought back. */
  readonly made: ReadonlySet<string>
}

/**
 * The log groups that belong to a deployment: those of the stack, and the one that API Gateway makes by itself for
 * execution logs (docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html).
 */
export function logGroupNames(prefix: string, apiId: string | undefined): string[] {
  return [...functionLogGroups(prefix), `/aws/apigateway/${prefix}`, ...executionLogGroups(apiId)]
}

/**
 * Every log group that a deployment may have brought about, the one of verify's temporary function too. Made by it are
 * what its stack holds, the execution logs of its API (the id is nobody else's), and, when the stack was complete once
 * (it has outputs), the groups of both functions. A creation that failed because somebody else has such a group must
 * never lead to that group being removed.
 */
export function logGroupsOf(
  prefix: string,
  stack: Stack | undefined,
  { tree, hasObserver }: { readonly tree: readonly Resource[]; readonly hasObserver: boolean },
): DeploymentLogGroups {
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

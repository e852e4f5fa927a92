import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'
import type { DeploymentLogGroups } from './deployment-log-groups.ts'
import type { Found } from './leftover.ts'

/** What is looked for, and with what. */
export interface Search {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly logGroups: DeploymentLogGroups
  readonly signal: AbortSignal | undefined
}

/** Something of a name that is looked for: a thing of the deployment, or one that only is called so. */
export interface Sighting extends Omit<Found, 'type'> {
  readonly ours: boolean
}

/** Why AWS does not answer a search; what is not of AWS is thrown. */
export function refusalOf(error: unknown): string {
  const explained = explainAwsError(error)
  if (explained instanceof CommandError) return explained.message
  if (error instanceof Error && '$metadata' in error) return error.message
  throw error
}

import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'

/** What is looked for, and with what. */
export interface Search {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly logGroups: readonly string[]
  readonly signal: AbortSignal | undefined
}

/** What a search that AWS refuses could not look at; any other error is thrown. */
export function refusalOf(error: unknown): string {
  const explained = explainAwsError(error)
  if (explained instanceof CommandError && refusals.has(explained.code)) return explained.message
  throw error
}

const refusals = new Set(['ACCESS_DENIED', 'BUCKET_REFUSED'])

import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'

/** What one look before a deployment says. Unknown is never ok: something could not be looked at. */
export interface Finding {
  readonly check: string
  readonly outcome: 'ok' | 'warning' | 'problem' | 'unknown'
  /** What was seen, with its values. */
  readonly sentence: string
  readonly nextStep?: string
}

/** What every check on AWS starts from. */
export interface Plan {
  readonly connection: AwsConnection
  readonly prefix: string
  readonly signal?: AbortSignal
}

export const ok = (check: string, sentence: string): Finding => ({ check, outcome: 'ok', sentence })

/** A check whose calls AWS refuses knows nothing, and says which call that was. */
export async function orUnknown(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  const nextStep = 'Allow that call to see this (docs/permissions/README.md), or look yourself.'
  return unlessRefused(look, sentence => [{ check, outcome: 'unknown', sentence, nextStep }])
}

/** A check of a call that the deployment itself has to make: where AWS refuses it, there is none. */
export async function orProblem(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  const nextStep =
    'Allow it (docs/permissions/README.md); with a role of GitHub Actions, begin --prefix with its Prefix.'
  return unlessRefused(look, sentence => [{ check, outcome: 'problem', sentence, nextStep }])
}

async function unlessRefused(
  look: () => Promise<Finding[]>,
  refused: (sentence: string) => Finding[],
): Promise<Finding[]> {
  try {
    return await look()
  } catch (error) {
    const explained = explainAwsError(error)
    if (!(explained instanceof CommandError) || explained.code !== 'ACCESS_DENIED') throw error
    return refused(explained.message)
  }
}

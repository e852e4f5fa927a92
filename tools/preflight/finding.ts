import type { AwsConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError } from '../command/command-error.ts'

/** The result of one check before a deployment. Unknown is never ok: the check could not see something. */
export interface Finding {
  readonly check: string
  readonly outcome: 'ok' | 'warning' | 'problem' | 'unknown'
  /** The observation, with its values. */
  readonly sentence: string
  readonly nextStep?: string
}

/** Input of every check on AWS. */
export interface Plan {
  readonly connection: AwsConnection
  readonly prefix: string
}

export const ok = (check: string, sentence: string): Finding => ({ check, outcome: 'ok', sentence })

/** Runs a check. If AWS refuses its call, the outcome is unknown, and the finding names that call. */
export async function orUnknown(check: string, run: () => Promise<Finding[]>): Promise<Finding[]> {
  const nextStep = 'Allow that call to see this (docs/permissions/README.md), or check it yourself.'
  return unlessRefused(run, sentence => [{ check, outcome: 'unknown', sentence, nextStep }])
}

/** Runs a check whose call the deployment itself needs. If AWS refuses it, there can be no deployment. */
export async function orProblem(check: string, run: () => Promise<Finding[]>): Promise<Finding[]> {
  const nextStep =
    'Allow it (docs/permissions/README.md); with a role of GitHub Actions, begin --prefix with its Prefix.'
  return unlessRefused(run, sentence => [{ check, outcome: 'problem', sentence, nextStep }])
}

async function unlessRefused(
  run: () => Promise<Finding[]>,
  refused: (sentence: string) => Finding[],
): Promise<Finding[]> {
  try {
    return await run()
  } catch (error) {
    const explained = explainAwsError(error)
    if (!(explained instanceof CommandError) || explained.code !== 'ACCESS_DENIED') throw error
    return refused(explained.message)
  }
}

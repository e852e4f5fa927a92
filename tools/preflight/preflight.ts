import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { connectToAws, type OwnConnection } from '../command/aws-connection.ts'
import { explainAwsError } from '../command/aws-error.ts'
import { CommandError, MisuseError } from '../command/command-error.ts'
import { type Progress, silent } from '../command/progress.ts'
import { defaultPrefix, requireValidPrefix } from '../deploy/prefix.ts'
import type { PlatformChoice } from '../deploy/target-platform.ts'
import { type Finding, ok, orUnknown } from './finding.ts'
import { checkMachine } from './machine.ts'
import { checkNames } from './names.ts'
import { checkPermissions } from './permissions.ts'
import { checkConcurrency, checkMemory, checkVpcs } from './quotas.ts'
import { checkRegion } from './region.ts'

export interface PreflightOptions extends PlatformChoice {
  readonly prefix?: string
  readonly region?: string
  /** A CloudFormation service role that acts instead of the caller. */
  readonly roleArn?: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Number of VPCs that the Region may hold. */
  readonly vpcQuota?: number
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

/** Checks everything that a deployment needs, and changes nothing. */
export async function preflight(options: PreflightOptions = {}): Promise<Finding[]> {
  const { progress = silent } = options
  requireValidPrefix(options.prefix)
  requireRole(options.roleArn)
  progress.step('This machine')
  const machine = await checkMachine(options, process.env.AWS_ENDPOINT_URL || undefined)
  progress.step('Credentials')
  const connected = await connect(options)
  // Without an account nothing more can be checked.
  if ('outcome' in connected) return [...machine, connected]
  using connection = connected
  const { prefix = defaultPrefix(connection) } = options
  const { Arn } = await connection.clients.get(STSClient).send(new GetCallerIdentityCommand({}))
  const plan = { connection, prefix }
  progress.step(`Account ${connection.accountId}, Region ${connection.region}`)
  const findings = await Promise.all([
    orUnknown('Region', () => checkRegion(plan)),
    orUnknown('concurrency', () => checkConcurrency(plan)),
    checkMemory(options.parameters ?? {}),
    orUnknown('VPCs', () => checkVpcs(plan, options.vpcQuota)),
    checkNames(plan),
    checkPermissions(plan, { arn: Arn!, roleArn: options.roleArn }),
  ])
  return [
    ...machine,
    ok('credentials', `${Arn} of account ${connection.accountId}`),
    ok('prefix', `every name begins with ${prefix}`),
    ...findings.flat(),
  ]
}

/** An unset variable of the repository becomes an empty argument. */
function requireRole(roleArn: string | undefined): void {
  if (roleArn === undefined || /^arn:[\w-]+:iam::\d{12}:role\/.+/.test(roleArn)) return
  throw new MisuseError(
    `--role-arn takes the ARN of a role, got '${roleArn}'. In GitHub Actions it comes from the variable AWS_SERVICE_ROLE_ARN.`,
  )
}

async function connect(options: PreflightOptions): Promise<OwnConnection | Finding> {
  try {
    return await connectToAws(options)
  } catch (error) {
    const explained = explainAwsError(error)
    if (!(explained instanceof CommandError)) throw error
    return { check: 'credentials', outcome: 'problem', sentence: explained.message, nextStep: explained.nextStep }
  }
}

/** One line a finding, and below it the next step if it needs one. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(...findings.map(({ check }) => check.length))
  return findings.flatMap(({ check, outcome, sentence, nextStep }) => [
    `${outcome.padEnd('problem'.length)}  ${check.padEnd(width)}  ${sentence}`,
    ...(nextStep ? [`${' '.repeat('problem'.length + width + 4)}→ ${nextStep}`] : []),
  ])
}

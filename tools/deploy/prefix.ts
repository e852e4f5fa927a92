import { createHash } from 'node:crypto'
import { MisuseError } from '../command/command-error.ts'
import { isOnThisMachine } from '../command/polling-rate.ts'

/** The prefix on a local AWS, which nobody else uses. */
const localPrefix = 'lambda-efs'

/** How the commands' help says the default. */
export const defaultPrefixHelp = "default: lambda-efs-HASH, your account's and Region's own; on a local AWS lambda-efs"

/**
 * The prefix of a command that is given none: the same one in every command, and on AWS nobody else's. Names of buckets
 * are unique in all accounts of a partition (docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html), so
 * one fixed name would serve one account.
 */
export function defaultPrefix({
  accountId,
  region,
  endpoint,
}: {
  readonly accountId: string
  readonly region: string
  readonly endpoint: string | undefined
}): string {
  if (endpoint !== undefined && isOnThisMachine(endpoint)) return localPrefix
  const hash = createHash('sha256').update(`${accountId}/${region}`).digest('hex').slice(0, 8)
  return `${localPrefix}-${hash}`
}

/** The AllowedPattern of main.yaml. */
export function isValidPrefix(prefix: string): boolean {
  return /^[a-z][a-z0-9-]{0,44}[a-z0-9]$/.test(prefix)
}

/** Throws before anything is built, uploaded or removed. A prefix that is not given is valid. */
export function requireValidPrefix(prefix: string | undefined): void {
  if (prefix === undefined || isValidPrefix(prefix)) return
  throw new MisuseError(
    '--prefix takes 2 to 46 lowercase letters, digits and hyphens, starting with a letter and not ending with a ' +
      `hyphen, got '${prefix}'.`,
  )
}

/** The command line for the deployment with this prefix. */
export function commandLine(name: 'deploy' | 'destroy', prefix: string): string {
  const isDefault = prefix === localPrefix && isOnThisMachine()
  return isDefault ? `npm run ${name}` : `npm run ${name} -- --prefix ${prefix}`
}

import { MisuseError } from '../command/command-error.ts'

export const defaultPrefix = 'lambda-efs'

/** As main.yaml has it (its AllowedPattern): said before anything is built, uploaded or removed. */
export function requireValidPrefix(prefix: string): void {
  if (/^[a-z][a-z0-9-]{0,44}[a-z0-9]$/.test(prefix)) return
  throw new MisuseError(
    '--prefix takes 2 to 46 lowercase letters, digits and hyphens, starting with a letter and not ending with a ' +
      `hyphen, got '${prefix}'.`,
  )
}

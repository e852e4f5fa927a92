import { MisuseError } from '../command/command-error.ts'

export const defaultPrefix = 'lambda-efs'

/** The AllowedPattern of main.yaml. */
export function isValidPrefix(prefix: string): boolean {
  return /^[a-z][a-z0-9-]{0,44}[a-z0-9]$/.test(prefix)
}

/** Throws before anything is built, uploaded or removed. */
export function requireValidPrefix(prefix: string): void {
  if (isValidPrefix(prefix)) return
  throw new MisuseError(
    '--prefix takes 2 to 46 lowercase letters, digits and hyphens, starting with a letter and not ending with a ' +
      `hyphen, got '${prefix}'.`,
  )
}

/** The command line for the deployment with this prefix. */
export function commandLine(name: 'deploy' | 'destroy', prefix: string): string {
  return prefix === defaultPrefix ? `npm run ${name}` : `npm run ${name} -- --prefix ${prefix}`
}

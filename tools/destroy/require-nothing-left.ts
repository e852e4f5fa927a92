import { CommandError } from '../command/command-error.ts'
import { commandLine } from '../deploy/prefix.ts'
import type { Destruction } from './destroy.ts'
import { leftoverLines } from './leftover.ts'

/** @throws CommandError LEFTOVERS or NOT_VERIFIED, or the error of a failed step */
export function requireNothingLeft(destruction: Destruction): void {
  const problem = problemOf(destruction)
  if (problem) throw problem
}

/** Returns the error that lists what is left or not known. Undefined if a complete search found nothing. */
export function problemOf({ prefix, leftovers, unchecked, failures }: Destruction): Error | undefined {
  const because = failures.length > 0 ? { cause: failures[0] } : {}
  const again = `then \`${commandLine('destroy', prefix)}\`.`
  const notSearched = unchecked.length > 0 ? [`Could not search for:`, ...unchecked.map(one => `  ${one}`)] : []
  if (leftovers.length > 0) {
    const message = ['Still there:', ...leftoverLines(leftovers), ...notSearched, ''].join('\n')
    const nextStep =
      'Run the commands in this order (repeat those that AWS refuses while other resources are still being deleted), or ' +
      `remove only the resources that this deployment has not made; ${again}`
    return new CommandError('LEFTOVERS', message, { nextStep, ...because })
  }
  if (unchecked.length > 0) {
    const message = [`Whether anything is left of ${prefix} is not known.`, ...notSearched, ''].join('\n')
    return new CommandError('NOT_VERIFIED', message, { nextStep: `${permissionsFor(unchecked)}; ${again}`, ...because })
  }
  return failures[0]
}

/** "User: … is not authorized to perform: ACTION on resource: …" */
function permissionsFor(refusals: readonly string[]): string {
  const actions = refusals.flatMap(refusal => /not authorized to perform: ([\w:-]+)/.exec(refusal)?.[1] ?? [])
  if (actions.length === 0) return 'Remove the causes that the lines above name'
  return `Allow ${[...new Set(actions)].join(', ')} to the credentials in use (docs/permissions/deploy-policy.json has all)`
}

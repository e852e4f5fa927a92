import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine } from '../testing/command-line.ts'

/**
 * What Node is given to start a program of tools/ without a look at whether its bundle is fresh, which the command that asks
 * has just had. It saves some hundred files' reading where that is slow.
 */
export function bundleOf(repository: string, name: string): string[] {
  try {
    const { folder } = JSON.parse(readFileSync(join(repository, '.build/commands/current.json'), 'utf8'))
    return [join(repository, folder, `${name.replaceAll('/', '--')}.mjs`)]
  } catch {
    // There is no place for bundles, as in a checkout that may only be read.
    return commandLine(name)
  }
}

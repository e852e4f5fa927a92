import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandLine } from '../testing/command-line.ts'

/**
 * The arguments with which Node starts a program of tools/. It does not check whether the bundle is up to date, because
 * the calling command has just done so. That saves reading some hundred files where reading is slow.
 */
export function bundleOf(repository: string, name: string): string[] {
  try {
    const { folder } = JSON.parse(readFileSync(join(repository, '.build/commands/current.json'), 'utf8'))
    return [join(repository, folder, `${name.replaceAll('/', '--')}.mjs`)]
  } catch {
    // There is no folder for bundles, as in a read-only checkout.
    return commandLine(name)
  }
}

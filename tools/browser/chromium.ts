import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { CannotRunHere } from '../command/command-error.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** Path of a Chromium of this machine: CHROMIUM_PATH, or the first of the usual names on the PATH. Undefined if there is none. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM_PATH, PATH = '' } = environment
  if (CHROMIUM_PATH) return CHROMIUM_PATH
  const folders = PATH.split(delimiter).filter(Boolean)
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram)
}

/** Starts a Chromium without a window. Nothing is downloaded. @throws CannotRunHere if there is none */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined)
    throw new CannotRunHere('There is no Chromium on this machine.', {
      nextStep: 'Install one (Debian: apt-get install chromium), or give its path as CHROMIUM_PATH.',
    })
  // Chromium's sandbox does not start for root (chromium.googlesource.com/chromium/src, docs/linux/suid_sandbox_development.md).
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  return chromium.launch({ executablePath, args })
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // The next place may have it.
    return false
  }
}

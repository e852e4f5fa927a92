import { pathToFileURL } from 'node:url'

interface Terminal {
  readonly isTTY?: boolean
}

/**
 * The path of a file, which a terminal that can makes a link (OSC 8, gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda);
 * others show the text alone. Elsewhere than on a terminal, and on one that is dumb, it is the text.
 */
export function fileLink(path: string, output: Terminal = process.stdout, term = process.env.TERM): string {
  if (!output.isTTY || term === undefined || term === 'dumb') return path
  return `\u001b]8;;${pathToFileURL(path).href}\u0007${path}\u001b]8;;\u0007`
}

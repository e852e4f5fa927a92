import { readFileSync } from 'node:fs'

/**
 * The CPU time of this process and of all descendants that have been waited for, in seconds (user and system). Linux
 * only, by /proc/self/stat: fields 14 to 17 in clock ticks, of which there are 100 a second (proc(5), sysconf(3)).
 *
 * @returns undefined on other systems, where Node cannot read it
 */
export function cpuSeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined
  const text = readFileSync('/proc/self/stat', 'utf8')
  // The second field, the name in parentheses, may contain blanks; the third follows its last parenthesis.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).map(Number)
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}

import { randomBytes } from 'node:crypto'

/** Sorts by time, names the commit, and ends at random: two runs may start in one second. */
export function runIdOf(startedAt: string, target: string, gitCommit: string | null): string {
  const time = startedAt.replace(/[-:]|\.\d+/g, '')
  return [time, target, (gitCommit ?? 'nogit').slice(0, 7), randomBytes(2).toString('hex')].join('-')
}

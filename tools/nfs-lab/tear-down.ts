import { writeFileSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import { labClients, serverDisk } from './lab-description.ts'
import { leasesSwitch, threadsDown } from './server.ts'

/**
 * Removes the lab from inside its namespaces. The server's threads hold these namespaces and would outlive every
 * process, so they must be stopped. Each step runs regardless of the one before, and has a deadline.
 *
 * @param leases the state of the switch before the lab, on a machine that continues to run
 * @returns the steps that failed
 */
export async function tearDown(leases: string | undefined): Promise<string[]> {
  const failures: string[] = []
  const attempt = async (program: string, ...args: string[]) => {
    await labCommand(program, args, { deadlineMs: 10_000 }).catch(error => failures.push((error as Error).message))
  }
  for (const { link, mountPath, smallMountPath } of labClients()) {
    await attempt('ip', 'link', 'set', link, 'up')
    // Forced and lazy: the mount is removed at once, even if a process holds it or the server does not answer
    // (umount(8)).
    for (const path of [mountPath, smallMountPath]) await attempt('umount', '-f', '-l', path)
  }
  await attempt(...threadsDown)
  await attempt('exportfs', '-f')
  for (const path of [`${serverDisk}/small`, serverDisk]) await attempt('umount', path)
  if (leases !== undefined) writeFileSync(leasesSwitch, leases)
  return failures
}

import { writeFileSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import { labClients, serverDisk } from './lab-description.ts'
import { leasesSwitch, threadsDown } from './server.ts'

/**
 * Takes the lab down from within its namespaces. The server's threads hold these namespaces, so they must be stopped: they
 * would outlive every process. Each step is tried whatever became of the one before, and has a deadline.
 *
 * @param leases what the switch said before the lab, on a machine that lives on
 * @returns what could not be done
 */
export async function tearDown(leases: string | undefined): Promise<string[]> {
  const failures: string[] = []
  const attempt = async (program: string, ...args: string[]) => {
    await labCommand(program, args, { deadlineMs: 10_000 }).catch(error => failures.push((error as Error).message))
  }
  for (const { link, mountPath, smallMountPath } of labClients()) {
    await attempt('ip', 'link', 'set', link, 'up')
    // Forced and lazy: it is gone from here at once, also when something holds it or the server is silent (umount(8)).
    for (const path of [mountPath, smallMountPath]) await attempt('umount', '-f', '-l', path)
  }
  await attempt(...threadsDown)
  await attempt('exportfs', '-f')
  for (const path of [`${serverDisk}/small`, serverDisk]) await attempt('umount', path)
  if (leases !== undefined) writeFileSync(leasesSwitch, leases)
  return failures
}

import { createHash, randomUUID } from 'node:crypto'
import { readdir, unlink } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { stagingFolder } from './folders.ts'
import { unless } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

// A rename that NFS could not send may be carried out later, long after its writer has failed or been killed, because
// the client keeps the request (nfs(5), hard). It would put an old file over newer ones. So the names of staged files
// show their target, and a writer that is about to rename first removes the other staged files of the same target: a
// late rename then finds no file. A living writer whose file was removed checks again (Superseded).

/** Another writer is replacing the same file at this moment. */
export class Superseded extends Failure {
  constructor(names: readonly string[]) {
    super('EFS_UNAVAILABLE', `Another writer replaced ${names.join('/')} at the same time. Send the request again.`)
  }
}

export function stagedName(target: readonly string[] | undefined): string {
  return target ? `${prefixOf(target)}${randomUUID()}` : randomUUID()
}

/**
 * The name under which an unfinished file waits for the next writer of this target. `content` names the content that it
 * will have: only a writer of exactly that content may resume it.
 */
export function partialName(target: readonly string[], content: string): string {
  return `${prefixOf(target)}partial.${createHash('sha256').update(content).digest('hex')}`
}

export async function removeRivals(
  workingSet: WorkingSet,
  { name, target }: { name: string; target: readonly string[] },
): Promise<void> {
  for (const other of await workingSet.call(() => readdir(workingSet.path(stagingFolder)))) {
    if (other === name || !other.startsWith(prefixOf(target))) continue
    const path = workingSet.path(stagingFolder, other)
    await workingSet.call(() => unlink(path).catch(unless(undefined, 'ENOENT')))
  }
}

function prefixOf(target: readonly string[]): string {
  return `${createHash('sha256').update(JSON.stringify(target)).digest('hex')}.`
}

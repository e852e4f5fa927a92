import { createHash, randomUUID } from 'node:crypto'
import { readdir, unlink } from 'node:fs/promises'
import { Failure } from '../failure/failure.ts'
import { stagingFolder } from './folders.ts'
import { unless } from './system-error.ts'
import type { WorkingSet } from './working-set.ts'

// A rename that NFS could not send may be carried out later, when its writer has long failed or been killed: the client
// keeps the request (nfs(5), hard). It would put an old file over what others have written since. So the staged files of
// one target know each other by their names, and who is about to rename removes those of the others first: a late rename
// then finds no file. A writer that lives, and whose file was removed, looks again (Superseded).

/** Another writer replaces the same file at this moment. */
export class Superseded extends Failure {
  constructor(names: readonly string[]) {
    super('EFS_UNAVAILABLE', `Another writer replaced ${names.join('/')} at the same time. Send the request again.`)
  }
}

export function stagedName(target: readonly string[] | undefined): string {
  return target ? `${prefixOf(target)}${randomUUID()}` : randomUUID()
}

/**
 * The name under which an unfinished file waits for the next writer of this target. `content` names what it is to become:
 * only a writer of the very same may go on with it.
 */
export function partialName(target: readonly string[], content: string): string {
  return `${prefixOf(target)}partial.${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
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

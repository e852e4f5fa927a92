import { AskedFolders } from './fresh-file.ts'
import { withStagedFile } from './staged-file.ts'
import type { WorkingSet } from './working-set.ts'

// Each within the deadline of one call.
const blockBytes = 4 * 1024 ** 2

// For what can be made again: a result, a record. It appears complete or not at all, and is not flushed: NFS has it on the
// server when the file is closed, before it gets its name (nfs(5), "Close-to-open cache consistency"), and a disk that loses
// power may lose it.
export async function replaceFile(
  workingSet: WorkingSet,
  names: readonly string[],
  content: string | readonly Uint8Array[],
): Promise<void> {
  await withStagedFile(workingSet, async file => {
    // While it is written. Where this fails, so does the writing, or it is told after it.
    const folders = new AskedFolders(workingSet)
    const beside = Promise.all([file.identify(), folders.have(names.slice(0, -1))])
    beside.catch(() => undefined)
    let at = 0
    for (const block of inBlocks(typeof content === 'string' ? [Buffer.from(content)] : content)) {
      await file.write(block, at)
      at += block.length
    }
    const [[, isFolderThere]] = await Promise.all([beside, file.close()])
    await file.replace(names, { flushed: false, isFolderThere })
    await folders.closed()
  })
}

// Small pieces together, since each call costs, and large ones apart, since each has a deadline.
function* inBlocks(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let block: Uint8Array[] = []
  let bytes = 0
  for (const piece of pieces) {
    if (bytes > 0 && bytes + piece.length > blockBytes) {
      yield Buffer.concat(block)
      ;[block, bytes] = [[], 0]
    }
    block.push(piece)
    bytes += piece.length
  }
  yield Buffer.concat(block)
}

import { refreshFolder } from './fresh-file.ts'
import { withStagedFile } from './staged-file.ts'
import type { WorkingSet } from './working-set.ts'

// Each within the deadline of one call.
const blockBytes = 4 * 1024 ** 2

type Content = string | readonly Uint8Array[]

/**
 * For what can be made again: a result, a record. It appears complete or not at all, and is not flushed: NFS has it on the
 * server when the file is closed, before it gets its name (nfs(5), "Close-to-open cache consistency"), and a disk that loses
 * power may lose it. The file is opened while the content is waited for; where there comes none, nothing is left.
 */
export async function replaceFile(
  workingSet: WorkingSet,
  names: readonly string[],
  content: Content | Promise<Content>,
): Promise<void> {
  await withStagedFile(workingSet, async file => {
    const [whole] = await Promise.all([content, file.identify()])
    // While it is written. Where this fails, so does the writing, or it is told after it.
    const asking = refreshFolder(workingSet, names.slice(0, -1))
    asking.catch(() => undefined)
    let at = 0
    for (const block of inBlocks(typeof whole === 'string' ? [Buffer.from(whole)] : whole)) {
      await file.write(block, at)
      at += block.length
    }
    const [isFolderThere] = await Promise.all([asking, file.close()])
    await file.replace(names, { flushed: false, isFolderThere })
  })
}

// Small pieces together, since each call costs, and large ones apart, since each has a deadline.
function* inBlocks(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let block: Uint8Array[] = []
  let bytes = 0
  for (const piece of pieces) {
    if (bytes > 0 && bytes + piece.length > blockBytes) {
      yield together(block)
      ;[block, bytes] = [[], 0]
    }
    block.push(piece)
    bytes += piece.length
  }
  yield together(block)
}

function together(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces
  return first && pieces.length === 1 ? first : Buffer.concat(pieces)
}

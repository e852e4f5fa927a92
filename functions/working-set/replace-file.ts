import { refreshFolder } from './fresh-file.ts'
import { withStagedFile } from './staged-file.ts'
import type { WorkingSet } from './working-set.ts'

// The size of one write, each within the deadline of one call.
const blockBytes = 4 * 1024 ** 2

type Content = string | readonly Uint8Array[]

/**
 * Writes a file that can be made again: a result, a record. It appears complete or not at all, and is not flushed: NFS
 * has it on the server when the file is closed, before it gets its name (nfs(5), "Close-to-open cache consistency"),
 * and a disk that loses power may lose it. The file is opened while the content is waited for. If no content comes,
 * nothing is left.
 */
export async function replaceFile(
  workingSet: WorkingSet,
  names: readonly string[],
  content: Content | Promise<Content>,
): Promise<void> {
  await withStagedFile(workingSet, async file => {
    const [whole] = await Promise.all([content, file.identify()])
    // Runs during the write. If it fails the write fails too, or its error is thrown after the write.
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

// Joins small pieces, because each call costs, and splits large ones, because each call has a deadline.
function* inBlocks(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  let block: Uint8Array[] = []
  let bytes = 0
  for (const piece of pieces) {
    if (bytes + piece.length > blockBytes) {
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

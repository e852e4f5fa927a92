import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { mount, namesIn, place, stateOf } from './file-state.ts'
import {
  type FileState,
  type ObserverAnswer,
  type ObserverRequest,
  ownFolder,
  type SeenState,
} from './observer-contract.ts'

// Runs in Lambda with the access point mounted, so it sees exactly what the functions see.
export const handler = async (request: ObserverRequest): Promise<ObserverAnswer> => {
  // A missing mount must be an error, never an empty folder.
  if (!statSync(mount).isDirectory()) throw new Error(`${mount} is not a folder`)
  switch (request.action) {
    case 'probe':
      return probe()
    case 'stat':
      return { files: request.paths.map(stateOf) }
    case 'hash':
      return { sha256: await sha256(place(request.path)), file: stateOf(request.path) }
    case 'read':
      return { content: readFileSync(place(request.path), 'utf8'), sha256: await sha256(place(request.path)) }
    case 'watch':
      return { seen: await watch(request.path, request.milliseconds) }
    case 'write':
      return { file: write(request.path, Buffer.from(request.content, 'base64')) }
    case 'makeFolder':
      mkdirSync(place(request.path))
      return {}
    case 'remove':
      for (const path of request.paths) rmSync(place(path), { force: true, recursive: path.startsWith(ownFolder) })
      return {}
    case 'list':
      return { names: [...namesIn(place(request.path))].sort() }
  }
}

function probe(): ObserverAnswer {
  const path = `.staging/verify-probe-${randomUUID()}`
  mkdirSync(place('.staging'), { recursive: true })
  writeFileSync(place(path), 'x')
  rmSync(place(path))
  return {}
}

/** Writes as the functions do: under a temporary name first, then a rename. */
function write(path: string, content: Uint8Array): FileState {
  const temporary = place(`.staging/verify-${randomUUID()}`)
  for (const folder of [dirname(temporary), dirname(place(path))]) mkdirSync(folder, { recursive: true })
  writeFileSync(temporary, content, { flush: true })
  renameSync(temporary, place(path))
  return stateOf(path)
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** How long a file with its final name may keep its temporary one: on NFS, a request to the server and a flush. */
const removalMs = 5000

/**
 * Records every distinct state of the staging folder and of the final name. Ends half a second after only the final
 * name is left; waits longer while the temporary name is still there.
 */
async function watch(path: string, milliseconds: number): Promise<SeenState[]> {
  const seen: SeenState[] = []
  const start = performance.now()
  let appearedAt: number | undefined
  let before = ''
  while (performance.now() - start < milliseconds) {
    const staged = namesIn(place('.staging')).map(name => stateOf(`.staging/${name}`))
    const final = stateOf(path)
    const state = {
      staged: staged.flatMap(file => (file.type === 'file' ? [pick(file)] : [])),
      final: final.type === 'file' ? pick(final) : null,
    }
    const text = JSON.stringify(state)
    if (text !== before) seen.push({ atMs: Math.round(performance.now() - start), ...state })
    before = text
    if (state.final) appearedAt ??= performance.now()
    const alone = !state.staged.some(({ ino }) => ino === state.final?.ino)
    if (appearedAt !== undefined && performance.now() - appearedAt > (alone ? 500 : removalMs)) break
    await sleep(1)
  }
  return seen
}

function pick({ ino, size }: FileState): { ino: number; size: number } {
  return { ino: ino!, size: size! }
}

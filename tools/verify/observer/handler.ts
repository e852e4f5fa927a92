import { createHash } from 'node:crypto'
import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, normalize } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FileState, ObserverAnswer, ObserverRequest, SeenState } from './observer-contract.ts'

// Runs in Lambda with the access point mounted, so it sees what the functions see, and nothing else.
const mount = process.env.EFS_MOUNT_PATH ?? '/mnt/efs'

export const handler = async (request: ObserverRequest): Promise<ObserverAnswer> => {
  switch (request.action) {
    case 'look':
      return { files: request.paths.map(stateOf) }
    case 'hash':
      return { sha256: await sha256(place(request.path)), file: stateOf(request.path) }
    case 'read':
      return { content: readFileSync(place(request.path), 'utf8'), sha256: await sha256(place(request.path)) }
    case 'watch':
      return { seen: await watch(request.path, request.milliseconds) }
    case 'move':
      // Never over something that is there.
      if (existsSync(place(request.to))) throw new Error(`${request.to} exists`)
      renameSync(place(request.from), place(request.to))
      return {}
    case 'remove':
      for (const path of request.paths) rmSync(place(path), { force: true })
      return {}
    case 'restore':
      restore(request.aside, request.path)
      return {}
    case 'list':
      return { names: existsSync(place(request.path)) ? readdirSync(place(request.path)) : [] }
  }
}

/** A folder that was moved aside comes back with what has been put into its successor meanwhile. */
function restore(aside: string, path: string): void {
  if (!existsSync(place(aside))) return
  for (const name of existsSync(place(path)) ? readdirSync(place(path)) : []) {
    const kept = existsSync(place(`${aside}/${name}`))
    if (!kept) renameSync(place(`${path}/${name}`), place(`${aside}/${name}`))
  }
  rmSync(place(path), { recursive: true, force: true })
  renameSync(place(aside), place(path))
}

function place(path: string): string {
  const full = normalize(join(mount, path))
  if (!full.startsWith(`${mount}/`)) throw new Error(`${path} is not below ${mount}`)
  return full
}

function stateOf(path: string): FileState {
  const entry = lstatSync(place(path), { throwIfNoEntry: false })
  if (!entry) return { path, type: 'none' }
  const { size, ino, uid, gid, mtimeMs, mode } = entry
  const type = entry.isDirectory() ? 'folder' : 'file'
  return { path, type, size, ino, uid, gid, mtimeMs, mode: (mode & 0o777).toString(8) }
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

/** Every distinct state of the staging folder and of the final name, until that has stood for half a second. */
async function watch(path: string, milliseconds: number): Promise<SeenState[]> {
  const seen: SeenState[] = []
  const start = performance.now()
  let appearedAt: number | undefined
  let before = ''
  while (performance.now() - start < milliseconds) {
    const staged = existsSync(place('.staging'))
      ? readdirSync(place('.staging')).map(name => stateOf(`.staging/${name}`))
      : []
    const final = stateOf(path)
    const state = {
      staged: staged.flatMap(file => (file.type === 'file' ? [pick(file)] : [])),
      final: final.type === 'file' ? pick(final) : null,
    }
    const text = JSON.stringify(state)
    if (text !== before) seen.push({ atMs: Math.round(performance.now() - start), ...state })
    before = text
    if (state.final) appearedAt ??= performance.now()
    if (appearedAt !== undefined && performance.now() - appearedAt > 500) break
    await sleep(1)
  }
  return seen
}

function pick({ ino, size }: FileState): { ino: number; size: number } {
  return { ino: ino!, size: size! }
}

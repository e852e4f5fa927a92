import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Sandbox } from './isolation.ts'

/**
 * Writes the mounts of an execution environment, in their order, as a table for `mount --all --fstab` (fstab(5)), which
 * makes all of them in one process. Returns the table's path, in the environment's own folder.
 *
 * @param node the path of Node's program on this machine
 */
export function writeMountTable(sandbox: Sandbox, node: string): string {
  const { mount, ephemeralStorageMiB } = sandbox
  const scratch = realpathSync(sandbox.scratchDirectory)
  // /var and /mnt are built in the environment's own empty folder first: the folders to mount, and Node, may lie below the
  // host's.
  const stage = join(scratch, 'stage')
  const inStage = (path: string) => `${stage}${path}`
  const ofStage = (root: string) => bindAll(inStage(root), root)
  const lang = nodeFolder(node, scratch)
  const roots = [...(mount ? [ofStage('/mnt')] : []), ofStage('/var')]
  // The stage itself may lie below one of them, which is then mounted last.
  if (stage.startsWith('/mnt/')) roots.reverse()
  const empty = ['ro', 'size=4k']
  const rows = [
    temporary(stage, 'mode=755'),
    bind(sandbox.codeDirectory, inStage('/var/task'), 'ro'),
    bind(sandbox.runtimeDirectory, inStage('/var/runtime'), 'ro'),
    ...lang.rows,
    bindAll(lang.folder, inStage('/var/lang')),
    temporary(inStage('/var/tmp'), ...empty),
    ...(mount ? [bind(mount.directory, inStage(mount.localMountPath), ...(mount.readOnly ? ['ro'] : []))] : []),
    ...roots,
    // Folders that are empty or missing on Lambda have neither the host's content nor that of another environment.
    ...['/opt', '/dev/shm', ...(mount ? [] : ['/mnt'])].filter(existsSync).map(folder => temporary(folder, ...empty)),
    // Last, because the emulator's own folders usually lie below /tmp.
    temporary('/tmp', 'mode=1777', `size=${ephemeralStorageMiB}m`),
  ] satisfies Row[]
  const path = join(scratch, 'mounts')
  writeFileSync(path, rows.map(row => line(row, stage)).join(''))
  return path
}

/** Source, target, type, options. */
type Row = readonly [from: string, to: string, type: string, options: readonly string[]]

function bind(from: string, to: string, ...options: string[]): Row {
  return [from, to, 'none', ['bind', ...options]]
}

/** With what is mounted below it. */
function bindAll(from: string, to: string): Row {
  return [from, to, 'none', ['rbind']]
}

/** Its name must not be that of a mount of the host, since `mount --all` leaves out what is mounted already. */
function temporary(folder: string, ...options: string[]): Row {
  return ['lambda-sandbox', folder, 'tmpfs', options]
}

/**
 * The folder that becomes /var/lang. Node is where Lambda has it, since its own folder may be closed to the function's user
 * or hidden below /tmp. The folders beside it come too, since a Node may look for its libraries there.
 */
function nodeFolder(node: string, scratch: string): { readonly folder: string; readonly rows: readonly Row[] } {
  const bin = dirname(node)
  if (basename(bin) === 'bin' && basename(node) === 'node') return { folder: dirname(bin), rows: [] }
  const folder = join(scratch, 'lang')
  const program = join(folder, 'bin/node')
  mkdirSync(dirname(program), { recursive: true })
  writeFileSync(program, '')
  return { folder, rows: [bind(node, program)] }
}

/** A line of fstab(5). Folders of the stage are made (mount(8), `X-mount.mkdir`), those of the host are not. */
function line([from, to, type, options]: Row, stage: string): string {
  const all = to.startsWith(stage) ? [...options, 'X-mount.mkdir'] : options
  return `${[from, to, type, all.join(',')].map(escaped).join(' ')}\n`
}

/** Spaces and the like, as octal numbers: fstab(5). */
function escaped(field: string): string {
  return field.replaceAll(/[\s\\]/g, character => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
}

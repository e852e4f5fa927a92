import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endGroup, type LabProcess, endOfOutput } from './lab-process.ts'
import { namespaces, systemPath } from './machine.ts'
import type { Disks } from './server.ts'

const init = fileURLToPath(new URL('uml-init', import.meta.url))

/** The images are the guest's disks. */
export const umlDisks: Disks = { main: '/dev/ubda', small: '/dev/ubdb', options: 'rw' }

export interface UmlOptions {
  /** The arguments of Node inside. */
  readonly program: readonly string[]
  /** The folder for files that are needed to start it. */
  readonly folder: string
  /** The folder for temporary files of the guest's programs, on the machine's disk. */
  readonly temporary: string
  readonly images: { readonly main: string; readonly small: string }
  readonly memoryMiB: number
}

/** Starts a second kernel as an ordinary process: without KVM and without an image of an operating system. */
export async function startUml({ program, folder, temporary, images, memoryMiB }: UmlOptions): Promise<LabProcess> {
  const script = join(folder, 'start.sh')
  const line = ['unshare', ...namespaces, process.execPath, ...program].map(quoted).join(' ')
  await writeFile(script, `cd /\nTMPDIR=${quoted(temporary)} exec ${line}\n`)
  const words = [
    `mem=${memoryMiB}M`,
    'rootfstype=hostfs',
    'rw',
    `init=${init}`,
    `ubda=${images.main}`,
    `ubdb=${images.small}`,
    // The files for its management console, which would otherwise be in the user's home.
    `uml_dir=${folder}`,
    'con=null',
    'con0=null,fd:1',
    'con1=null',
    'quiet',
    '--',
    script,
  ]
  // The guest ends when the command is killed.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'linux.uml', ...words], {
    // Its memory is an unnamed file in this folder. On a disk every page would be written at some time.
    env: { PATH: systemPath, TMPDIR: existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), HOME: '/root' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, because each program in the guest is a process of the machine.
    detached: true,
  })
  const output = endOfOutput(child)
  const failed = once(child, 'error').then(([error]) => String(error))
  return {
    ended: Promise.race([once(child, 'exit').then(output), failed]),
    stop: () => endGroup(child, 5_000),
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

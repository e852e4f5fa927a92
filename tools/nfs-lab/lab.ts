import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotRunHere } from '../command/command-error.ts'
import { bundleOf } from './bundle-of.ts'
import type { CompiledTests } from '../testing/compile-tests.ts'
import { type CompareJob, followMessages, type Job, type Message } from './job.ts'
import { imageOptions, startKernelLab } from './kernel-back-end.ts'
import { labCommand } from './lab-command.ts'
import { coveredFolders, describeLab } from './lab-description.ts'
import type { BackEndName } from './machine.ts'
import { leasesNow } from './server.ts'
import { startUml, umlDisks } from './uml-back-end.ts'

export interface LabOptions {
  readonly repository: string
  readonly backEnd: BackEndName
  readonly diskMiB: number
  readonly memoryMiB: number
  readonly compiled: Pick<CompiledTests, 'urls' | 'worker'>
  readonly fixtures: string
  readonly name?: string
  readonly demo?: readonly string[]
  readonly compare?: CompareJob
  readonly signal: AbortSignal
  readonly onMessage: (message: Message) => void
}

/** The size of the small file system, which tests fill. */
const smallMiB = 64

/**
 * Boots the lab, runs its work, and always removes it.
 *
 * @returns the end of the lab's output if it ended too early
 * @throws the signal's reason when it is aborted
 */
export async function runLab(options: LabOptions, record: string): Promise<{ readonly lastOutput?: string }> {
  const { backEnd, signal, onMessage, memoryMiB } = options
  await using work = await makeWorkFolder(options)
  const images = { main: join(work.path, 'efs.img'), small: join(work.path, 'small.img') }
  await makeDisk(images.main, options.diskMiB)
  await makeDisk(images.small, smallMiB)
  const messages = join(work.path, 'messages.ndjson')
  const jobFile = join(work.path, 'job.json')
  await writeFile(messages, '')
  await writeFile(jobFile, JSON.stringify(jobOf(options, { images, messages, record })))
  signal.throwIfAborted()

  const program = [...bundleOf(options.repository, 'nfs-lab/inside'), jobFile]
  const temporary = join(work.path, 'tmp')
  await mkdir(temporary)
  const kernel = backEnd === 'kernel' ? startKernelLab({ program, temporary }) : undefined
  const lab = kernel ?? (await startUml({ program, folder: work.path, temporary, images, memoryMiB }))
  const ended = new AbortController()
  let lastOutput: string | undefined
  let done = false
  void lab.ended.then(text => {
    lastOutput = text
    ended.abort()
  })
  const stop = () => ended.abort()
  signal.addEventListener('abort', stop)
  try {
    for await (const message of followMessages(messages, ended.signal)) {
      kernel?.hold()
      onMessage(message)
      done = 'done' in message || 'failed' in message
      // A guest needs no clean-up, and namespaces get the time for it.
      if (done) break
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await lab.stop()
  }
  signal.throwIfAborted()
  return done ? {} : { lastOutput: lastOutput || 'it printed nothing' }
}

function jobOf(
  { repository, backEnd, compiled, fixtures, name, demo, compare }: LabOptions,
  { images, messages, record }: { images: { main: string; small: string }; messages: string; record: string },
): Job {
  // A guest's kernel ends with it.
  const leases = backEnd === 'kernel' ? leasesNow() : undefined
  return {
    repository,
    backEnd,
    messages,
    disks: backEnd === 'kernel' ? { ...images, options: imageOptions } : umlDisks,
    description: describeLab(record, bundleOf(repository, 'nfs-lab/host')),
    compiled: { worker: compiled.worker, urls: [...compiled.urls], fixtures },
    ...(name !== undefined && { name }),
    ...(demo && { demo }),
    ...(compare && { compare }),
    endsWithInput: backEnd === 'kernel',
    ...(leases !== undefined && { leases }),
  }
}

async function makeWorkFolder({ repository }: LabOptions) {
  const parent = await realpath(tmpdir())
  for (const place of [parent, await realpath(repository)]) {
    const covered = coveredFolders.find(folder => `${place}/`.startsWith(`${folder}/`))
    if (covered) {
      throw new CannotRunHere(`${place} cannot be seen inside of the lab, which mounts on ${covered}.`, {
        nextStep: 'Move the checkout, or set TMPDIR to another place.',
      })
    }
  }
  const path = await mkdtemp(join(parent, 'nfs-lab-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) }
}

async function makeDisk(image: string, sizeMiB: number): Promise<void> {
  await labCommand('truncate', ['-s', `${sizeMiB}M`, image])
  // Reserves nothing for root (mke2fs(8), -m), as whom the server writes. So a full file system is full for it too.
  await labCommand('mkfs.ext4', ['-q', '-F', '-m', '0', image])
}

import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FileOutcome } from '../testing/file-outcome.ts'
import type { LabDescription } from './lab-description.ts'
import type { BackEndName } from './machine.ts'
import type { CompareOnNfs } from './run-compare.ts'
import type { DemoOnNfs } from './run-demo.ts'
import type { Disks } from './server.ts'

/**
 * The command's request to the program inside of the lab. It is a file, since a guest can receive it in no other way.
 */
export interface Job {
  readonly repository: string
  readonly backEnd: BackEndName
  readonly messages: string
  readonly disks: Disks
  readonly description: LabDescription
  readonly compiled: {
    readonly worker: string
    readonly urls: readonly (readonly [file: string, url: string])[]
    readonly fixtures: string
  }
  readonly name?: string
  /** The arguments of Node for the demo over the mounts. */
  readonly demo?: readonly string[]
  readonly compare?: CompareJob
  /** Whether the command holds standard input open, so that its end shows that the command was killed. */
  readonly endsWithInput: boolean
  /** The state of the switch of leases before the lab, on a machine that continues to run. */
  readonly leases?: string
}

/** A comparison of the stores over the mounts. */
export interface CompareJob {
  /** The arguments of Node. */
  readonly words: readonly string[]
  /** Whether the clients' network is limited as that of an execution environment. */
  readonly limited: boolean
}

/** The messages of the program inside to the command. */
export type Message =
  | { readonly step: string }
  | { readonly detail: string }
  | { readonly up: { readonly kernel: string; readonly seconds: number } }
  | { readonly begin: string }
  | { readonly end: FileOutcome }
  | { readonly demo: DemoOnNfs }
  | { readonly compare: CompareOnNfs }
  | { readonly failed: string }
  | { readonly done: true }

export function readJob(path: string): Job {
  return JSON.parse(readFileSync(path, 'utf8')) as Job
}

/**
 * Appends messages to a file, and closes it each time, which writes them out of User Mode Linux (fs/hostfs,
 * hostfs_file_release).
 */
export function messageWriter(path: string): (message: Message) => void {
  return message => appendFileSync(path, `${JSON.stringify(message)}\n`)
}

/** Yields the messages when they arrive, until the signal aborts, and then the remaining ones. */
export async function* followMessages(path: string, ended: AbortSignal): AsyncGenerator<Message> {
  let at = 0
  let rest = Buffer.alloc(0)
  for (;;) {
    const last = ended.aborted
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
    if (size > at) {
      rest = Buffer.concat([rest, await bytesBetween(path, at, size)])
      at = size
      const end = rest.lastIndexOf('\n') + 1
      const lines = rest.subarray(0, end).toString().split('\n').slice(0, -1)
      rest = rest.subarray(end)
      for (const line of lines) yield JSON.parse(line) as Message
    } else if (last) return
    else await sleep(50)
  }
}

async function bytesBetween(path: string, from: number, to: number): Promise<Buffer> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
  return buffer.subarray(0, bytesRead)
}

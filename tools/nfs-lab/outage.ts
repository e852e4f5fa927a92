import { type ChildProcess, spawn } from 'node:child_process'
import { labCommand } from './lab-command.ts'
import type { LabClient } from './lab-description.ts'
import { threadsDown, threadsUp } from './server.ts'

/*
 * What a network and a server do to a client. A program in the background ends each outage, which no end of a test's process
 * takes with it: a process with data for a server that is not there cannot even be killed, and the lab could not end.
 */

/** By the link that they put in again. */
const healers = new Map<string, ChildProcess>()

/** Takes the cable out: packets are lost without a word, as in a partition. It is back after `atMostMs` at the latest. */
export async function partition({ link }: LabClient, atMostMs: number): Promise<void> {
  stopHealer(link)
  const script = `sleep ${atMostMs / 1000}; exec ip link set ${link} up`
  const healer = spawn('sh', ['-c', script], { stdio: 'ignore', detached: true })
  healer.unref()
  healers.set(link, healer)
  await labCommand('ip', ['link', 'set', link, 'down'])
}

export async function heal({ link }: LabClient): Promise<void> {
  await labCommand('ip', ['link', 'set', link, 'up'])
  stopHealer(link)
}

function stopHealer(link: string): void {
  const healer = healers.get(link)
  healers.delete(link)
  // The shell and its sleep: `detached` has made a group of them.
  if (healer?.exitCode === null && healer.signalCode === null) process.kill(-healer.pid!, 'SIGKILL')
}

/** Whoever waits for it may die meanwhile: the server comes up all the same. */
export async function restartServer(downMs: number): Promise<void> {
  const script = `${threadsDown.join(' ')}; sleep ${downMs / 1000}; exec ${threadsUp.join(' ')}`
  await labCommand('setsid', ['--wait', 'sh', '-c', script], { deadlineMs: downMs + 60_000 })
}

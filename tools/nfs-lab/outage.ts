import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import type { LabClient } from './lab-description.ts'
import { threadsDown, threadsUp } from './server.ts'

/*
 * What a network and a server do to a client. A program in the background ends each outage, which no end of a test's process
 * takes with it: a process with data for a server that is not there cannot even be killed, and the lab could not end.
 */

/** Takes the cable out: packets are lost without a word, as in a partition. It is back after `atMostMs` at the latest. */
export async function partition({ link }: LabClient, atMostMs: number): Promise<void> {
  stopHealer(link)
  const script = `sleep ${atMostMs / 1000}; exec ip link set ${link} up`
  const healer = spawn('sh', ['-c', script], { stdio: 'ignore', detached: true })
  healer.unref()
  writeFileSync(healerFile(link), String(healer.pid))
  await labCommand('ip', ['link', 'set', link, 'down'])
}

export async function heal({ link }: LabClient): Promise<void> {
  await labCommand('ip', ['link', 'set', link, 'up'])
  stopHealer(link)
}

/** After a test that has not come to its end: the next one begins with a network that is whole. */
export function healAll(clients: readonly LabClient[]): void {
  for (const { link } of clients.filter(client => existsSync(healerFile(client.link)))) {
    spawnSync('ip', ['link', 'set', link, 'up'])
    stopHealer(link)
  }
}

/** In a file, since another process may have to stop it: later it would end an outage that is not its own. */
function healerFile(link: string): string {
  return `/run/healer-${link}`
}

function stopHealer(link: string): void {
  const file = healerFile(link)
  if (!existsSync(file)) return
  try {
    // The shell and its sleep: `detached` has made a group of them.
    process.kill(-Number(readFileSync(file, 'utf8')), 'SIGKILL')
  } catch {
    // It has done its work.
  }
  rmSync(file)
}

/** Whoever waits for it may die meanwhile: the server comes up all the same. */
export async function restartServer(downMs: number): Promise<void> {
  const script = `${threadsDown.join(' ')}; sleep ${downMs / 1000}; exec ${threadsUp.join(' ')}`
  await labCommand('setsid', ['--wait', 'sh', '-c', script], { deadlineMs: downMs + 60_000 })
}

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import type { LabClient } from './lab-description.ts'
import { threadsDown, threadsUp } from './server.ts'

/*
 * Faults of the network and the server. A background program ends each outage, independently of the test's process: a
 * process with unwritten data for a missing server cannot even be killed, and then the lab could not end.
 */

/**
 * Disconnects the client: packets are lost without an error, as in a partition. It ends after `atMostMs` at the latest.
 */
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

/** Repairs the network after a test that did not finish, so that the next one begins with a working network. */
export function healAll(clients: readonly LabClient[]): void {
  for (const { link } of clients.filter(client => existsSync(healerFile(client.link)))) {
    spawnSync('ip', ['link', 'set', link, 'up'])
    stopHealer(link)
  }
}

/** The process id is in a file, since another process may have to stop it: otherwise it would end a later outage. */
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
    // It has already ended.
  }
  rmSync(file)
}

/** Restarts the server in the background: the server starts again even if the waiting process dies meanwhile. */
export async function restartServer(downMs: number): Promise<void> {
  const script = `${threadsDown.join(' ')}; sleep ${downMs / 1000}; exec ${threadsUp.join(' ')}`
  await labCommand('setsid', ['--wait', 'sh', '-c', script], { deadlineMs: downMs + 60_000 })
}

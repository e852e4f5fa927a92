import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import { endGroup, type LabProcess, endOfOutput } from './lab-process.ts'
import { namespaces, systemPath } from './machine.ts'

export const imageOptions = 'loop'

export interface KernelOptions {
  /** The arguments of Node inside. */
  readonly program: readonly string[]
  readonly temporary: string
}

export interface KernelLab extends LabProcess {
  /** Called after the first message of the lab: from then on it has namespaces of its own. */
  hold(): void
}

/**
 * Runs the lab on the machine's own kernel, in namespaces: the machine's mounts, network and host name do not change.
 * The server's threads belong to the kernel and hold the network namespace, so they are stopped from inside it even if
 * the lab was killed.
 */
export function startKernelLab({ program, temporary }: KernelOptions): KernelLab {
  const env = { ...process.env, PATH: systemPath, TMPDIR: temporary }
  const child = spawn('unshare', [...namespaces, process.execPath, ...program], {
    cwd: '/',
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C reaches only the command, which ends the lab.
    detached: true,
  })
  const output = endOfOutput(child)
  const failed = once(child, 'error').then(([error]) => String(error))
  const held: number[] = []
  return {
    ended: Promise.race([once(child, 'exit').then(output), failed]),
    hold() {
      if (held.length > 0 || child.exitCode !== null || child.pid === undefined) return
      for (const kind of ['mnt', 'net']) held.push(openSync(`/proc/${child.pid}/ns/${kind}`, 'r'))
    },
    async stop() {
      await endGroup(child, 30_000)
      const [mnt, net] = held.splice(0)
      if (mnt === undefined || net === undefined) return
      const own = `/proc/${process.pid}/fd`
      const enter = [`--mount=${own}/${mnt}`, `--net=${own}/${net}`, '--', process.execPath, ...program, 'tear-down']
      // The lab has already done this, unless it was killed.
      await labCommand('nsenter', enter).catch(() => {})
      for (const each of [mnt, net]) closeSync(each)
    },
  }
}

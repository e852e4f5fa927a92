import { mkdirSync } from 'node:fs'
import { labCommand } from './lab-command.ts'
import { type LabClient, labClients } from './lab-description.ts'

/**
 * EFS's recommended options (https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-nfs-mount-settings.html). `nosharecache`
 * is ours (nfs(5)): the three mounts are in one kernel here, and must not share caches.
 */
export const mountOptions =
  'nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,noresvport,nosharecache' as const

/**
 * Mounts the file systems three times, as three hosts. The server knows a client by its host name, and the client keeps its
 * state by network namespace and server (fs/nfs/nfs4client.c): so each has both of its own, and the server another address
 * for each.
 */
export async function mountClients(tell: (what: string) => void): Promise<void> {
  for (const [at, client] of labClients().entries()) {
    tell(`client ${client.name}`)
    await connect(client, at + 1)
    await mountAs(client, `10.0.${at + 1}.1:/root`, client.mountPath)
    await mountAs(client, `10.0.${at + 1}.1:/small/root`, client.smallMountPath)
  }
}

/** A cable between the server and the client's network namespace. */
async function connect({ name, link }: LabClient, number: number): Promise<void> {
  const inside = (...args: string[]) => labCommand('nsenter', [`--net=/run/netns/${name}`, 'ip', ...args])
  await labCommand('ip', ['netns', 'add', name])
  await labCommand('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name])
  await labCommand('ip', ['addr', 'add', `10.0.${number}.1/24`, 'dev', link])
  await labCommand('ip', ['link', 'set', link, 'up'])
  await inside('addr', 'add', `10.0.${number}.2/24`, 'dev', 'eth0')
  await inside('link', 'set', 'eth0', 'up')
  await inside('link', 'set', 'lo', 'up')
}

async function mountAs({ name }: LabClient, source: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const mount = `hostname ${name} && exec mount -t nfs4 -o ${mountOptions} ${source} ${folder}`
  await labCommand('nsenter', [`--net=/run/netns/${name}`, 'unshare', '--uts', 'sh', '-c', mount])
}

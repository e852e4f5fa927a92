import { labScript } from './lab-command.ts'
import { type LabClient, labClients } from './lab-description.ts'

/**
 * EFS's recommended options (https://docs.aws.amazon.com/efs/latest/ug/mounting-fs-nfs-mount-settings.html).
 * `nosharecache` is added here (nfs(5)): the three mounts are in one kernel, and must not share caches.
 */
export const mountOptions =
  'nfsvers=4.1,rsize=1048576,wsize=1048576,hard,timeo=600,retrans=2,noresvport,nosharecache' as const

/**
 * Mounts the file systems three times, as three hosts would. The server identifies a client by its host name, and the
 * client keeps its state by network namespace and server (fs/nfs/nfs4client.c). So each client has its own host name
 * and namespace, and its own address of the server.
 */
export async function mountClients(report: (what: string) => void): Promise<void> {
  for (const [at, client] of labClients().entries()) {
    const server = `10.0.${at + 1}.1`
    await labScript([
      ...cable(client, server, `10.0.${at + 1}.2`),
      `mkdir -p ${client.mountPath} ${client.smallMountPath}`,
      `nsenter --net=/run/netns/${client.name} unshare --uts sh -e <<'HOST'`,
      `hostname ${client.name}`,
      `mount -t nfs4 -o ${mountOptions} ${server}:/root ${client.mountPath}`,
      `mount -t nfs4 -o ${mountOptions} ${server}:/small/root ${client.smallMountPath}`,
      'HOST',
    ])
    report(`client ${client.name} is there: ${client.mountPath}`)
  }
}

/** Commands that connect the server and the client's network namespace. */
function cable({ name, link }: LabClient, serverAddress: string, clientAddress: string): string[] {
  return [
    `ip netns add ${name}`,
    `ip link add ${link} type veth peer name eth0 netns ${name}`,
    `ip addr add ${serverAddress}/24 dev ${link}`,
    `ip link set ${link} up`,
    `ip -n ${name} addr add ${clientAddress}/24 dev eth0`,
    `ip -n ${name} link set eth0 up`,
    `ip -n ${name} link set lo up`,
  ]
}

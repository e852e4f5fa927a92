import { publishedNetwork } from '../local-aws/network/shape/published-network.ts'
import { labScript } from './lab-command.ts'
import { labClients } from './lab-description.ts'

/** A token bucket: so many bytes at once, and then so many in a second. */
export interface ClientNetwork {
  readonly burstBytes: number
  readonly bytesPerSecond: number
}

const { onceBytes, capacityBytes, refillBytes, refillMs } = publishedNetwork

const published: ClientNetwork = {
  burstBytes: onceBytes + capacityBytes,
  bytesPerSecond: (refillBytes * 1000) / refillMs,
}

/**
 * The sentence for the report of a run over limited clients. They differ from execution environments in three ways: all
 * tokens of the kernel's bucket (tc-tbf(8)) come back, a burst has no limit of its own, and environments share a client.
 */
export const limitedClients =
  `EFS is a Linux NFS server, which is a simulation: each of ${labClients().length} clients, which the execution ` +
  `environments share, exchanges with it, in each direction, ${mebibytes(published.burstBytes)} MiB as fast as the ` +
  `machine can, and then ${mebibytes(published.bytesPerSecond)} MiB/s`

/** Limits the network between the server and each client, in each direction. */
export async function limitClients({ burstBytes, bytesPerSecond } = published): Promise<void> {
  const bucket = `root tbf rate ${bytesPerSecond}bps burst ${burstBytes} limit ${queueBytes}`
  await labScript(ofEachSide((tc, device) => `${tc} qdisc replace ${device} ${bucket}`))
}

export async function unlimitClients(): Promise<void> {
  await labScript(ofEachSide((tc, device) => `${tc} qdisc del ${device} root`))
}

function ofEachSide(command: (tc: string, device: string) => string): string[] {
  return labClients().flatMap(({ name, link }) => [command('tc', `dev ${link}`), command(`tc -n ${name}`, 'dev eth0')])
}

// Bytes that wait for tokens. Packets beyond them are lost, and TCP then sends more slowly.
const queueBytes = 4 * 2 ** 20

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20
}

/** One of the three NFS clients: a host with a name, an address and caches of its own. */
export interface LabClient {
  readonly name: string
  /** Where this client sees the file system. */
  readonly mountPath: string
  /** Where it sees the small file system. */
  readonly smallMountPath: string
  /** The network interface of the server by which the client reaches it. */
  readonly link: string
}

/** What a test must know of the lab that it runs in. */
export interface LabDescription {
  readonly clients: readonly LabClient[]
  /** The same file systems on the server's own disks. */
  readonly serverPath: string
  readonly smallServerPath: string
  /** Where rows for the record are appended, one JSON text a line. */
  readonly recordFile: string
  /** What Node is given to start a host of functions. */
  readonly hostProgram: readonly string[]
}

/** The environment variable in which the tests find it, as JSON. */
export const labVariable = 'LAMBDA_EFS_NFS_LAB'

/** The mounts' places, in which whatever the machine has there cannot be seen inside of the lab. */
export const coveredFolders = ['/mnt', '/srv', '/run', '/media', '/var/lib/nfs'] as const

/** The file system as the server has it; the clients see the folder `root` in it, as an access point's root directory. */
export const serverDisk = '/srv/efs'

export function labClients(): LabClient[] {
  return ['a', 'b', 'c'].map(name => ({
    name,
    mountPath: `/mnt/${name}`,
    smallMountPath: `/mnt/small-${name}`,
    link: `v${name}`,
  }))
}

export function describeLab(recordFile: string, hostProgram: readonly string[]): LabDescription {
  return {
    clients: labClients(),
    serverPath: `${serverDisk}/root`,
    smallServerPath: `${serverDisk}/small/root`,
    recordFile,
    hostProgram,
  }
}

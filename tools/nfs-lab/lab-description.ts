/** One of the three NFS clients: a host with its own name, address and caches. */
export interface LabClient {
  readonly name: string
  /** The folder in which this client sees the file system. */
  readonly mountPath: string
  /** The folder in which it sees the small file system. */
  readonly smallMountPath: string
  /** The server's network interface through which the client reaches it. */
  readonly link: string
}

/** The data about the lab that its tests need. */
export interface LabDescription {
  readonly clients: readonly LabClient[]
  /** The same file systems on the server's own disks. */
  readonly serverPath: string
  readonly smallServerPath: string
  /** The file to which rows of the record are appended, one JSON text a line. */
  readonly recordFile: string
  /** The arguments with which Node starts a host of functions. */
  readonly hostProgram: readonly string[]
}

/** The environment variable that has this description for the tests, as JSON. */
export const labVariable = 'LAMBDA_EFS_NFS_LAB'

/** The folders of the mounts. Inside of the lab the machine's own content of these folders cannot be seen. */
export const coveredFolders = ['/mnt', '/srv', '/run', '/media', '/var/lib/nfs'] as const

/** The file system on the server. The clients see its folder `root`, like an access point's root directory. */
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

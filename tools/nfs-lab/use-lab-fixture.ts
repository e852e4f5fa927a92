import { appendFileSync, chownSync, mkdtempSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Test } from 'tap'
import { BucketServer } from '../../functions/bucket/bucket-server-fixture.ts'
import { labCommand } from './lab-command.ts'
import { type LabClient, type LabDescription, labVariable } from './lab-description.ts'
import type { Row } from './observation.ts'
import { heal, partition, restartServer } from './outage.ts'
import { Host } from './start-host.ts'
import { functionProgram } from '../testing/function-program.ts'
import type { HostParts } from './host-messages.ts'

export type ClientName = 'a' | 'b' | 'c'

/** An empty folder on the server, owned like the root directory of an access point, and its path on each client. */
export interface LabFolder extends Readonly<Record<ClientName, string>> {
  /** The path on the server's own disk, without any client's cache. */
  readonly server: string
}

export interface Seen {
  readonly what: string
  readonly value: number | string
  readonly unit: string
}

/**
 * The lab of this test. Everything that the test starts ends with it, and everything that it disconnects is restored.
 *
 * The test's own process sees all mounts too, and its file calls have four threads: run calls that may hang in a host.
 */
export function useLab(t: Test) {
  const text = process.env[labVariable]
  if (text === undefined) throw new Error('This test needs an NFS server and its clients: npm run nfs -- FILE')
  const lab = JSON.parse(text) as LabDescription
  const client = (name: ClientName): LabClient => lab.clients.find(each => each.name === name)!
  const row = (seen: Partial<Row>) =>
    appendFileSync(lab.recordFile, `${JSON.stringify({ ...placeOf(t), ...seen } satisfies Row)}\n`)
  row({})

  return {
    clients: lab.clients,

    /** A new folder on the large file system. */
    folder: (): LabFolder => makeFolder(lab.serverPath, name => client(name).mountPath),

    /** A new folder on the small file system of 64 MiB, which tests fill. */
    smallFolder: (): LabFolder => makeFolder(lab.smallServerPath, name => client(name).smallMountPath),

    /** Fills the small file system until this many bytes are left. The filling is removed with the test. */
    async fillServer(leftBytes = 0): Promise<void> {
      const filler = join(lab.smallServerPath, '.filler')
      t.teardown(() => labCommand('rm', ['-f', filler]))
      const script = 'free=$(($(stat -f -c "%a * %S" "$1"))); exec fallocate -l $((free - $3)) "$2"'
      await labCommand('sh', ['-c', script, 'sh', lab.smallServerPath, filler, String(leftBytes)])
    },

    /** Disconnects a client until `heal`, the end of the test, or this time limit. */
    async partition(name: ClientName, atMostMs = 180_000): Promise<void> {
      t.teardown(() => heal(client(name)))
      await partition(client(name), atMostMs)
    },

    heal: (name: ClientName): Promise<void> => heal(client(name)),

    /** Stops the server's threads and starts them again, which looks like a crash and a restart to a client. */
    restartServer: (downMs = 0): Promise<void> => restartServer(downMs),

    /** A replacement for S3 on loopback, in the test's process. */
    async bucket(): Promise<BucketServer> {
      const bucket = new BucketServer()
      const s3 = await bucket.start()
      s3.destroy()
      t.teardown(() => bucket.stop())
      return bucket
    },

    /** A process with the real handlers of Producer and Consumer, on the given mount. */
    async startHost({ bucket, ...parts }: HostOptions): Promise<Host> {
      const { name: bucketName, endpoint: s3Endpoint } = bucket
      // Each execution environment has a /tmp of its own.
      const temporary = mkdtempSync(join(dirname(lab.recordFile), 'host-'))
      const [inferenceProgram, sumsProgram] = await Promise.all([functionProgram('inference'), functionProgram('sums')])
      const all = { ...parts, bucketName, s3Endpoint, inferenceProgram, sumsProgram }
      const host = await Host.start(lab.hostProgram, all, temporary)
      t.teardown(async () => {
        await host.kill()
        rmSync(temporary, { recursive: true, force: true })
      })
      return host
    },

    /** Adds a row to the record. It held if the test passes. */
    observe: (seen: Seen): void => row(seen),

    /** Adds a row that neither held nor failed: the machine is too slow for it. The test continues. */
    tooSlow(seen: Seen): void {
      row({ ...seen, tooSlow: true })
      t.pass(`${seen.what}: ${seen.value} ${seen.unit}`, { skip: 'too slow here' })
    },
  }
}

export interface HostOptions extends Omit<HostParts, 's3Endpoint' | 'bucketName' | 'inferenceProgram' | 'sumsProgram'> {
  readonly bucket: BucketServer
}

function makeFolder(parent: string, seenAt: (name: ClientName) => string): LabFolder {
  const server = mkdtempSync(join(parent, 'root-'))
  // The same owner as with the access point (storage.yaml).
  chownSync(server, 1000, 1000)
  const at = (name: ClientName) => join(seenAt(name), basename(server))
  return { server, a: at('a'), b: at('b'), c: at('c') }
}

/** The runner's test of the file, and the test with this title in it. */
function placeOf(t: Test): { file: string; test: string } {
  const names: string[] = []
  for (let each: { name: string; parent?: unknown } | undefined = t; each; each = each.parent as typeof each)
    names.unshift(each.name)
  const at = names.findIndex(name => name.endsWith('.test.ts'))
  return { file: names[at] ?? '', test: names[at + 1] ?? '' }
}

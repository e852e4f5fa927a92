import { release } from 'node:os'
import { runCompiledTests } from '../testing/run-tests.ts'
import { limitClients } from './client-network.ts'
import { mountClients } from './clients.ts'
import { type Job, type Message, messageWriter, readJob } from './job.ts'
import { labScript } from './lab-command.ts'
import { coveredFolders, labVariable } from './lab-description.ts'
import { healAll } from './outage.ts'
import { runCompare } from './run-compare.ts'
import { runDemo } from './run-demo.ts'
import { startServer } from './server.ts'
import { tearDown } from './tear-down.ts'

/*
 * The program inside of the lab, the same on the kernel's own NFS and in User Mode Linux. It is the first process of
 * namespaces of its own (mounts, network, host name, processes), as root. It starts the server and the clients, runs
 * the tests and the demo, and removes everything. `inside.ts JOB tear-down` only removes the remains of a killed lab.
 */

const [path = '', only] = process.argv.slice(2)
const job = readJob(path)
const send = messageWriter(job.messages)
const interruption = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => interruption.abort())
if (job.endsWithInput && only === undefined) process.stdin.once('end', () => interruption.abort()).resume()

if (only === 'tear-down') {
  process.exitCode = (await tearDown(job.leases)).length === 0 ? 0 : 1
} else {
  try {
    await bringUp()
    await runSuite(job, send, interruption.signal)
    if (job.demo) {
      send({ step: 'The quick demo, with EFS on these mounts' })
      send({ demo: await runDemo(job.demo, { ...job, signal: interruption.signal }) })
    }
    if (job.compare) {
      if (job.compare.limited) await limitClients()
      send({ step: 'The comparison of the stores, with EFS on these mounts' })
      const report = (detail: string) => send({ detail })
      send({ compare: await runCompare(job.compare.words, { ...job, signal: interruption.signal, report }) })
    }
    send({ done: true })
  } catch (error) {
    if (!interruption.signal.aborted) send({ failed: error instanceof Error ? error.message : String(error) })
  } finally {
    for (const failure of await tearDown(job.leases)) send({ detail: `not taken down: ${failure}` })
  }
  // A hanging rest of a test must not keep the lab running.
  process.exit()
}

async function bringUp(): Promise<void> {
  const start = performance.now()
  send({ step: `Linux ${release()}: bringing up the server and three clients` })
  await labScript([
    ...coveredFolders.map(folder => `mount -t tmpfs tmpfs ${folder}`),
    'mkdir /run/netns',
    'hostname nfs-lab',
    'ip link set lo up',
  ])
  await startServer(job.disks)
  await mountClients(what => send({ detail: what }))
  send({ up: { kernel: release(), seconds: (performance.now() - start) / 1000 } })
}

async function runSuite(
  { repository, compiled, description, name }: Job,
  send: (message: Message) => void,
  signal: AbortSignal,
) {
  process.env[labVariable] = JSON.stringify(description)
  await runCompiledTests(
    { urls: new Map(compiled.urls), worker: compiled.worker, fixtures: compiled.fixtures },
    {
      repository,
      files: compiled.urls.map(([file]) => file),
      // One after the other: the tests share the server, and each may cut off a client.
      jobs: 1,
      ...(name !== undefined && { name }),
      signal,
      onBegin: file => send({ begin: file }),
      onEnd: outcome => {
        healAll(description.clients)
        send({ end: outcome })
      },
    },
  )
}

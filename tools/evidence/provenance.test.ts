import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import t from 'tap'
import { stubAws } from '../command/stub-aws-fixture.ts'
import type { DeployedSystem } from '../exercise/deployed-system.ts'
import { provenanceOf } from './provenance.ts'
import { placeNote, placeOf } from './run-place.ts'

const repository = new URL('../../', import.meta.url)
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

t.test('the origin of a run names source, machine, packages, templates and code', async t => {
  const { connection } = stubAws({
    GetFunctionConfiguration: ({ FunctionName }) => ({
      CodeSha256: Buffer.from(`of ${FunctionName}`).toString('base64'),
      CodeSize: String(FunctionName).length,
    }),
  })
  const system = {
    region: 'eu-west-1',
    accountId: '123456789012',
    producer: { functionName: 'p' },
    consumer: { functionName: 'cc' },
  } as DeployedSystem
  const found = await provenanceOf(connection, system, { seed: 7, command: 'npm run demo', events: [] })
  const manifest = JSON.parse(readFileSync(new URL('package.json', repository), 'utf8'))
  t.match(found, {
    region: 'eu-west-1',
    accountIdHash: sha256('123456789012').slice(0, 16),
    node: process.version,
    platform: new RegExp(`^${process.platform} \\S+ ${process.arch}$`),
    templatesDeployed: { nested: {}, equalWorkingTree: null },
    seed: 7,
    command: 'npm run demo',
  })
  t.match(found.cpu, new RegExp(`^${cpus().length} x .*, ${Math.round(totalmem() / 2 ** 30)} GiB$`))
  t.same(found.packages, { ...manifest.dependencies, ...manifest.devDependencies })
  const hex = (text: string) => Buffer.from(text).toString('hex')
  t.same(found.bundles, { producer: { sha256: hex('of p'), bytes: 1 }, consumer: { sha256: hex('of cc'), bytes: 2 } })
  const folder = new URL('cloudformation/', repository)
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.yaml'))
    .sort()
  t.same(Object.keys(found.templates), names)
  t.equal(found.templates['main.yaml'], sha256(readFileSync(new URL('main.yaml', folder))))
  t.match(found, { gitCommit: /^[0-9a-f]{40}$|^$/, dirty: Boolean })
})

t.test('times of the local AWS are never taken for times of AWS', t => {
  const run = (target: 'local' | 'aws', quick = false) => ({
    target,
    quick,
    provenance: { region: 'eu-west-1' } as never,
  })
  t.equal(placeOf(run('local')), 'local AWS')
  t.equal(placeOf(run('aws')), 'AWS eu-west-1')
  const local = 'Measured on the local AWS, an emulator on one machine: these times say nothing about AWS.'
  t.equal(placeNote(run('local')), local)
  t.equal(placeNote(run('local', true)), `${local} A quick run: few samples, not for print.`)
  t.equal(placeNote(run('aws')), 'Measured on AWS, Region eu-west-1.')
  t.end()
})

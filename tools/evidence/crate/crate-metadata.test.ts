import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { exampleRun, hostileRun } from '../example-run-fixture.ts'
import { crateMetadata, crateMetadataPath } from './crate-metadata.ts'
import { fileDescription } from './file-description.ts'

const example = fileURLToPath(new URL('../../../evidence/example/', import.meta.url))
const files = readdirSync(example, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && !['manifest.sha256', crateMetadataPath].includes(entry.name))
  .map(entry => `${entry.parentPath}/${entry.name}`.replace(/\/+/g, '/'))
  .map(path => ({ path: path.slice(example.length), content: readFileSync(path) }))

interface Crate {
  '@context': string
  '@graph': (Record<string, unknown> & { '@id': string; '@type': string })[]
}

const crateOf = (report = exampleRun().report) => JSON.parse(String(crateMetadata(report, files).content)) as Crate

t.test('the metadata of the committed example are those of its files', async t => {
  const { content } = crateMetadata(exampleRun().report, files)
  t.equal(content, readFileSync(`${example}${crateMetadataPath}`, 'utf8'), 'else: make the example again')
})

t.test('the metadata have what RO-Crate 1.1 requires of the descriptor and of the root', async t => {
  const { '@context': context, '@graph': graph } = crateOf()
  t.equal(context, 'https://w3id.org/ro/crate/1.1/context')
  const entity = (id: string) => graph.find(one => one['@id'] === id)
  t.match(entity(crateMetadataPath), {
    '@type': 'CreativeWork',
    conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
    about: { '@id': './' },
  })
  t.match(entity('./'), {
    '@type': 'Dataset',
    name: /^Evidence of the run \S+ of lambda-efs$/,
    description: /these times say nothing about AWS/,
    datePublished: /^\d{4}-\d\d-\d\d$/,
    license: { '@id': 'https://spdx.org/licenses/MIT' },
  })
})

t.test('every file of the bundle is a part of the crate, with its size, its kind and its description', async t => {
  const { '@graph': graph } = crateOf()
  const parts = (graph.find(one => one['@id'] === './')!['hasPart'] as { '@id': string }[]).map(part => part['@id'])
  t.same(parts, [...files.map(({ path }) => path).sort(), 'manifest.sha256'])
  for (const { path, content } of files) {
    const entity = graph.find(one => one['@id'] === path)
    t.match(entity, { '@type': 'File', name: path, contentSize: String(content.length) })
    t.not(entity!['encodingFormat'], 'application/octet-stream', path)
    t.not(fileDescription(path), 'A file of the evidence.', path)
  }
})

t.test('every reference leads to an entity, and no two entities have one id', async t => {
  for (const report of [exampleRun().report, hostileRun().report]) {
    const { '@graph': graph } = crateOf(report)
    const ids = graph.map(one => one['@id'])
    t.equal(new Set(ids).size, ids.length)
    const referred = JSON.stringify(graph, (key, value) => (key === 'conformsTo' ? undefined : value))
    for (const [, id] of referred.matchAll(/\{"@id":"([^"]+)"\}/g)) t.ok(ids.includes(id!), id!)
  }
})

t.test('the metadata name the run that made the files, with its command, commit and times', async t => {
  const { report } = exampleRun()
  const { '@graph': graph } = crateOf()
  t.match(
    graph.find(one => one['@type'] === 'CreateAction'),
    {
      name: report.provenance.command,
      startTime: report.startedAt,
      endTime: report.finishedAt,
      instrument: { '@id': '#software' },
    },
  )
  t.match(graph.find(one => one['@id'] === '#software')!['softwareVersion'], report.provenance.gitCommit!)
})

t.test('a file has the media type of its extension', async t => {
  const types = {
    'a.json': 'application/json',
    'a.ndjson': 'application/x-ndjson',
    'a.md': 'text/markdown',
    'a.html': 'text/html',
    'a.csv': 'text/csv',
    'a.tex': 'application/x-tex',
    'a.svg': 'image/svg+xml',
    'a.png': 'image/png',
    'a.bin': 'application/octet-stream',
  }
  const made = Object.keys(types).map(path => ({ path, content: 'x' }))
  const { '@graph': graph } = JSON.parse(String(crateMetadata(exampleRun().report, made).content)) as Crate
  for (const [path, type] of Object.entries(types)) {
    t.equal(graph.find(one => one['@id'] === path)!['encodingFormat'], type, path)
  }
})

t.test(
  'the software has its commit and whether it was changed, and the authors and the licence are entities',
  async t => {
    const { report } = exampleRun()
    const versionOf = (gitCommit: string | null, dirty: boolean) => {
      const provenance = { ...report.provenance, gitCommit, dirty } as typeof report.provenance
      const { '@graph': graph } = crateOf({ ...report, provenance })
      return graph.find(one => one['@id'] === '#software')!['softwareVersion']
    }
    t.equal(versionOf('abc', false), 'commit abc')
    t.equal(versionOf('abc', true), 'commit abc with uncommitted changes')
    t.equal(versionOf(null, false), 'commit unknown')
    const { '@graph': graph } = crateOf()
    t.ok(graph.some(one => one['@type'] === 'Organization' && one['name'] === 'The lambda-efs authors'))
    t.ok(graph.some(one => one['@type'] === 'CreativeWork' && one['name'] === 'MIT License'))
    t.ok(graph.some(one => one['@type'] === 'SoftwareApplication' && one['name'] === 'lambda-efs'))
  },
)

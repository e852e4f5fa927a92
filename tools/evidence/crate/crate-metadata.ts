import { extname } from 'node:path'
import type { BundleFile } from '../bundle.ts'
import type { Report } from '../report.ts'
import { placeNote } from '../run-place.ts'
import { fileDescription } from './file-description.ts'

/** The name that RO-Crate gives the file, in the folder that it describes. */
export const crateMetadataPath = 'ro-crate-metadata.json'

/**
 * Describes a bundle as an RO-Crate 1.1 (https://w3id.org/ro/crate/1.1), so that a repository of research data takes it
 * as it is: name, date and licence of the folder, a description of each file, and the run and the commit that made the
 * files. It names the addresses of vocabularies and of licences; nothing is fetched.
 */
export function crateMetadata(report: Report, files: readonly Pick<BundleFile, 'path' | 'content'>[]): BundleFile {
  const parts = [...[...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(fileEntity), manifestEntity]
  const graph = [
    {
      '@id': crateMetadataPath,
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    rootEntity(report, parts),
    ...parts,
    runEntity(report, parts),
    ...contextEntities(report),
  ]
  const content = { '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph }
  return { path: crateMetadataPath, content: `${JSON.stringify(content, null, 2)}\n` }
}

interface Entity {
  readonly '@id': string
  readonly [property: string]: unknown
}

const licence = 'https://spdx.org/licenses/MIT'
const authors = '#authors'
const software = '#software'
const run = '#run'

function rootEntity(report: Report, parts: readonly Entity[]): Entity {
  return {
    '@id': './',
    '@type': 'Dataset',
    name: `Evidence of the run ${report.runId} of lambda-efs`,
    description:
      `AWS Lambda functions that share a machine-learning model on a mounted file system, deployed, used, measured and ` +
      `verified: figures with their raw rows, configuration, logs, and a verdict on each criterion and claim. ${placeNote(report)}`,
    datePublished: report.finishedAt.slice(0, 10),
    license: { '@id': licence },
    author: { '@id': authors },
    publisher: { '@id': authors },
    keywords: 'AWS Lambda, Amazon EFS, serverless, machine learning inference, reproducibility',
    hasPart: references(parts),
    mentions: { '@id': run },
  }
}

function fileEntity({ path, content }: Pick<BundleFile, 'path' | 'content'>): Entity {
  return {
    '@id': encodeURI(path),
    '@type': 'File',
    name: path,
    description: fileDescription(path),
    encodingFormat: mediaTypes[extname(path)] ?? 'application/octet-stream',
    contentSize: String(Buffer.byteLength(content)),
  }
}

/** The manifest includes the hash of this description, which therefore cannot have its size. */
const manifestEntity: Entity = {
  '@id': 'manifest.sha256',
  '@type': 'File',
  name: 'manifest.sha256',
  description: 'The SHA-256 of every other file, in the format of sha256sum.',
  encodingFormat: 'text/plain',
}

/** The run that made the files, as the profile for process runs has it (https://w3id.org/ro/wfrun/process/0.5). */
function runEntity({ startedAt, finishedAt, provenance, runId }: Report, parts: readonly Entity[]): Entity {
  return {
    '@id': run,
    '@type': 'CreateAction',
    name: provenance.command,
    description: `Run ${runId}, seed ${provenance.seed}, Node.js ${provenance.node} on ${provenance.platform}, ${provenance.cpu}.`,
    startTime: startedAt,
    endTime: finishedAt,
    instrument: { '@id': software },
    // Files that were added later are of another run.
    result: references(parts.filter(part => !part['@id'].startsWith('comparison/'))),
  }
}

function contextEntities({ provenance }: Report): Entity[] {
  return [
    {
      '@id': software,
      '@type': 'SoftwareApplication',
      name: 'lambda-efs',
      description: 'AWS Lambda functions that share state through a mounted Amazon EFS file system, and their tools.',
      license: { '@id': licence },
      softwareVersion: `commit ${provenance.gitCommit ?? 'unknown'}${provenance.dirty ? ' with uncommitted changes' : ''}`,
    },
    { '@id': authors, '@type': 'Organization', name: 'The lambda-efs authors' },
    {
      '@id': licence,
      '@type': 'CreativeWork',
      name: 'MIT License',
      description: 'A permissive licence: use, copy, change and distribute, with the copyright notice.',
    },
  ]
}

function references(entities: readonly Entity[]): { '@id': string }[] {
  return entities.map(entity => ({ '@id': entity['@id'] }))
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.md': 'text/markdown',
  '.html': 'text/html',
  '.csv': 'text/csv',
  '.tex': 'application/x-tex',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { allCriteria } from './all-criteria.ts'
import { requirementsMarkdown } from './requirements-markdown.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

t.test('docs/requirements.md has what the criteria say', t => {
  const page = readFileSync(`${repository}docs/requirements.md`, 'utf8')
  t.equal(page, requirementsMarkdown(allCriteria), 'npm run verify -- --write docs/requirements.md')
  t.end()
})

t.test('each number of the requirements has exactly one criterion', t => {
  const counts = [7, 9, 8, 6, 5, 7, 5]
  const numbers = counts.flatMap((count, index) => Array.from({ length: count }, (_, n) => `${index + 1}.${n + 1}`))
  t.same(
    allCriteria.map(({ id }) => id),
    numbers,
  )
  t.end()
})

const folders = ['infrastructure', 'producer', 'consumer', 'api-gateway', 'bucket', 'demonstration', 'documentation']

/** The text by which a bundle's file shows the criterion. */
const telling: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1.1': { 'cloudformation/events.json': '\\"AvailabilityZone\\":\\"us-east-1b\\",\\"CidrBlock\\"' },
  '1.2': { 'efs/access-point.json': '"MountTargetId"' },
  '1.3': { 'efs/access-point.json': '"KmsKeyId"' },
  '1.4': { 'cloudformation/events.json': 'NFS from the functions' },
  '1.5': { 'cloudformation/events.json': '\\"VpcEndpointType\\":\\"Gateway\\"' },
  '1.6': { 'cloudformation/stacks.json': '"OutputKey": "AccessPointArn"' },
  '1.7': { 'cloudformation/resources.json': '"NetworkStack"' },
  '2.1': { 'lambda/producer.json': '"LocalMountPath": "/mnt/efs"' },
  '2.3': { 'report.json': '"status": "created"', 'logs/producer.ndjson': '"outcome":"created"' },
  '2.4': { 'report.json': '"s3Event"', 'logs/producer.ndjson': '"event":"ObjectCreated:' },
  '2.7': { 'report.json': '"status": "exists"', 'logs/producer.ndjson': '"outcome":"exists"' },
  '2.8': { 'report.json': '"efsPath": "/mnt/efs/inputs/' },
  '3.1': { 'lambda/consumer.json': '"LocalMountPath": "/mnt/efs"' },
  '3.2': { 'report.json': '"inputSha256"' },
  '3.3': { 'report.json': '"predicted": 7' },
  '3.4': { 'report.json': '"efsPath": "/mnt/efs/outputs/' },
  '3.5': { 's3/outputs.json': '.result"' },
  '3.6': {
    'report.json': '"concurrency": 10',
    'invocations.ndjson': '"phase":"parallel"',
    'figures/parallel.svg': '<svg',
  },
  '3.7': { 'report.json': '"durationMs"' },
  '3.8': { 'report.json': '"error": "NOT_FOUND"' },
  '4.1': { 'report.json': '"key": "inputs/', 'logs/producer.ndjson': '"outcome":"created"' },
  '4.2': { 'report.json': '"modelSha256"', 'logs/consumer.ndjson': '"outcome":"predicted"' },
  '4.3': { 'cloudformation/events.json': '\\"Type\\":\\"AWS_PROXY\\"' },
  '4.4': { 'cloudformation/events.json': '\\"Type\\":\\"AWS_PROXY\\"' },
  '4.5': { 'report.json': '"statusCode": 404' },
  '4.6': { 'cloudformation/events.json': 'gatewayresponse.header.Access-Control-Allow-Origin' },
  '5.1': { 'cloudformation/events.json': '-ml-models-bucket', 's3/outputs.json': '-ml-models-bucket' },
  '5.2': { 'cloudformation/events.json': 's3:ObjectCreated:*' },
  '5.3': { 'cloudformation/events.json': 'use-models-bucket' },
  '5.4': { 'cloudformation/events.json': 'use-models-bucket' },
  '5.5': { 'cloudformation/events.json': 'BucketEncryption' },
  '6.1': { 'report.json': '"created"', 'logs/producer.ndjson': '"outcome":"created"' },
  '6.2': { 'report.json': '"predict"', 'logs/consumer.ndjson': '"outcome":"predicted"', 's3/outputs.json': '.result"' },
  '6.3': { 'report.json': '"equal": true' },
  '6.4': {
    'report.json': '"coldStart"',
    'invocations.ndjson': '"phase":"cold"',
    'figures/latency.svg': '<svg',
    'tables/latency.tex': '\\begin{tabular}',
  },
  '6.5': {
    'report.json': '"parallel"',
    'invocations.ndjson': '"phase":"parallel"',
    'figures/parallel.svg': '<svg',
    'tables/parallel.tex': '\\begin{tabular}',
  },
  '6.7': { 'report.json': '"schemaVersion"', 'report.md': '# ', 'report.html': '<html' },
  '7.4': { 'cloudformation/resources.json': '"PhysicalResourceId"' },
}

t.test('the files that a criterion names exist, and the file of the bundle shows it', t => {
  for (const { id, builtIn, shownIn } of allCriteria) {
    for (const path of builtIn) t.ok(existsSync(repository + path), `${id}: ${path}`)
    for (const path of shownIn) {
      const file = `${repository}evidence/example/${path}`
      if (/\.png$|\/$/.test(path)) t.ok(existsSync(file), `${id}: ${path}`)
      else t.ok(readFileSync(file, 'utf8').includes(telling[id]?.[path] ?? '(nothing)'), `${id}: ${path}`)
    }
  }
  t.end()
})

t.test('each criterion has a test that breaks it, named by its number', t => {
  for (const { id } of allCriteria) {
    const folder = folders[Number(id[0]) - 1]!
    const source = testsIn(`${repository}tools/verify/${folder}/`)
    const broken = new RegExp(
      `'${id} (and [\\d.]+ )?fail|['"][\\d., and]*${id}[\\d., and]* fail|\\['${id}|, '${id}'|^ *'?${id}`,
      'm',
    )
    t.match(source, broken, id)
  }
  t.end()
})

function testsIn(folder: string): string {
  const tests = readdirSync(folder).filter(name => name.endsWith('.test.ts'))
  return tests.map(name => readFileSync(folder + name, 'utf8')).join('\n')
}

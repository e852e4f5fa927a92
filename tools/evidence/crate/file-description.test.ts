import t from 'tap'
import { fileDescription } from './file-description.ts'

const other = 'A file of the evidence.'

t.test('each kind of file has its own sentence', async t => {
  const kinds = [
    ['report.json'],
    ['report.md', 'report.html'],
    ['requirements.json'],
    ['claims.json'],
    ['invocations.ndjson'],
    ['comparison/comparison.json'],
    ['comparison/findings.json'],
    ['comparison/comparison.md'],
    ['comparison/tables/cold.csv'],
    ['comparison/figures/cold.svg'],
    ['efs/access-point.json'],
    ['lambda/consumer.json'],
    ['s3/outputs.json'],
    ['cloudformation/events.json'],
    ['efs/a.png', 'lambda/a.png', 's3/a.png', 'cloudformation/a.png'],
    ['tables/latency.tex'],
    ['tables/invocations.csv'],
    ['tables/latency.csv'],
    ['figures/latency.svg'],
    ['logs/producer.ndjson'],
  ]
  const sentences = kinds.map(paths => {
    const [sentence, ...more] = new Set(paths.map(fileDescription))
    t.same(more, [], paths.join())
    return sentence!
  })
  t.equal(new Set(sentences).size, kinds.length)
  for (const sentence of sentences) t.match(sentence, /^[A-Z].{15,}\.$/)
  t.notOk(sentences.includes(other))
})

t.test('a file of another name or place is only a file of the evidence', async t => {
  for (const path of [
    'a/report.json',
    'report.jsonl',
    'a/report.md',
    'report.html.gz',
    'a/requirements.json',
    'requirements.json5',
    'claims.jsonl',
    'x/claims.json',
    'a/invocations.ndjson',
    'invocations.ndjson.gz',
    'a/comparison/comparison.json',
    'comparison/comparison.json.gz',
    'comparison/findings.jsonl',
    'a/comparison/findings.json',
    'comparison/comparison.mdx',
    'a/comparison/comparison.md',
    'a/comparison/tables/x',
    'a/comparison/figures/x',
    'a/efs/x.json',
    'efs/x.json.gz',
    'a/lambda/x.json',
    'lambda/x.jsonl',
    'a/s3/x.json',
    's3/x.json.gz',
    'a/cloudformation/x.json',
    'cloudformation/x.json.gz',
    'a/efs/x.png',
    'efs/x.png.gz',
    'a/tables/x.tex',
    'tables/x.tex.gz',
    'a/tables/invocations.csv',
    'tables/x.csv.gz',
    'a/figures/x',
    'a/logs/x',
    'README',
  ]) {
    t.equal(fileDescription(path), other, path)
  }
  t.equal(fileDescription('tables/invocations.csv.csv'), fileDescription('tables/other.csv'))
})

import { readFile } from 'node:fs/promises'
import t from 'tap'
import { recordings, services } from './recording-fixture.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

t.test('the table in the guide of the local AWS has the number of recorded answers of each service', async t => {
  const rows = []
  const total = { answers: 0, refusals: 0, differ: 0 }
  for (const service of services) {
    const answers = (await recordings(service)).flatMap(recording => recording.answers)
    const refusals = answers.filter(({ code }) => code !== undefined).length
    const differ = answers.filter(({ differs }) => differs !== undefined).length
    rows.push(`| ${service} | ${answers.length} | ${refusals} | ${differ} |`)
    total.answers += answers.length
    total.refusals += refusals
    total.differ += differ
  }
  rows.push(`| all | ${total.answers} | ${total.refusals} | ${total.differ} |`)
  const found = readme.split('\n| service | answers | refusals | differ |\n|---|---|---|---|\n')[1]?.split('\n\n')[0]
  t.equal(found, rows.join('\n'))
})

import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { bundleSummary } from './bundle-summary.ts'

const example = fileURLToPath(new URL('../../evidence/example', import.meta.url))

t.test('the summary of a bundle has its results, its criteria, and its claims where it has any', async t => {
  const folder = `${t.testdir()}/run`
  cpSync(example, folder, { recursive: true, filter: path => !path.endsWith('claims.json') })
  const before = await bundleSummary(folder)
  t.match(before, /^# Run [^]*\n## Requirements\n[^]*\n\| 1\.1 \| pass \|/)
  t.notMatch(before, '## Claims')
  const isFile = (path: string) => statSync(`${folder}/${path}`).isFile()
  const count = (readdirSync(folder, { recursive: true }) as string[]).filter(isFile).length
  t.match(
    before,
    /\n\nThe bundle `run` with its \d+ files is among the artifacts .* `npm run evidence -- verify DIR`\.\n$/,
  )
  t.match(before, ` its ${count} files `, 'those in its folders included')
  const claim = { id: 'C1', status: 'manual', claim: 'It holds.', evidence: 'A quick run.', source: 'GET /x' }
  writeFileSync(`${folder}/claims.json`, JSON.stringify([claim]))
  const after = await bundleSummary(folder)
  t.match(after, '\n| C1 | manual | It holds. | A quick run. | GET /x |\n')
  t.match(after, '0 pass, 0 fail, 1 manual')
})

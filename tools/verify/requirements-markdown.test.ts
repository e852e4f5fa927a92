import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { allCriteria } from './all-criteria.ts'
import { requirementsMarkdown } from './requirements-markdown.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

t.test('docs/requirements.md is what the criteria say', t => {
  const page = readFileSync(`${repository}docs/requirements.md`, 'utf8')
  t.equal(page, requirementsMarkdown(allCriteria), 'npm run verify -- --write docs/requirements.md')
  t.end()
})

t.test('there is a criterion for each number of the requirements, once', t => {
  const counts = [7, 9, 8, 6, 5, 7, 5]
  const numbers = counts.flatMap((count, index) => Array.from({ length: count }, (_, n) => `${index + 1}.${n + 1}`))
  t.same(
    allCriteria.map(({ id }) => id),
    numbers,
  )
  t.end()
})

t.test('what it is built in exists, and a bundle has what shows it', t => {
  for (const { id, builtIn, shownIn } of allCriteria) {
    for (const path of builtIn) t.ok(existsSync(repository + path), `${id}: ${path}`)
    for (const path of shownIn) t.ok(existsSync(`${repository}evidence/example/${path}`), `${id}: ${path}`)
  }
  t.end()
})

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lexer, type Token, walkTokens } from 'marked'
import t from 'tap'
import { npmCommands, readGuide } from './guide.ts'
import { typedDocuments } from './typed-documents-fixture.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const list = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md']
const documents = execFileSync('git', list, { cwd: repository, encoding: 'utf8' })
  .split('\n')
  .filter(path => path !== '' && existsSync(join(repository, path)))
const read = (path: string) => readFileSync(join(repository, path), 'utf8')

t.test('every link between the documents leads to an existing file and heading', t => {
  t.ok(documents.length > 10, documents.join(', '))
  for (const path of documents) {
    for (const href of linksOf(read(path))) {
      if (/^[a-z]+:/.test(href)) continue
      const [file, anchor] = href.split('#') as [string, string?]
      const target = file === '' ? path : join(dirname(path), file)
      t.ok(existsSync(join(repository, target)), `${path}: ${href}`)
      if (anchor) t.ok(anchorsOf(read(target)).includes(anchor), `${path}: ${href}`)
    }
  }
  t.end()
})

t.test('the figures of the README are those of the example', t => {
  const readme = read('README.md')
  const tables = read('evidence/example/report.md')
    .match(/(^\|.*\n)+/gm)!
    .slice(0, 2)
  for (const table of tables) t.ok(readme.includes(table), `README.md lacks this table:\n${table}`)
  const [medians] = read('evidence/example/comparison/comparison.md').match(/(^\|.*\n)+/m)!
  t.ok(readme.includes(medians), `README.md lacks this table:\n${medians}`)
  const costs = [...read('docs/cost.md').matchAll(/\*\*(\$[\d.]+)\*\*/g)].map(([, cost]) => cost!)
  for (const cost of costs.slice(0, 2)) t.ok(readme.includes(cost), `README.md does not say ${cost}`)
  t.end()
})

t.test('the API guide has the throttle of the template', t => {
  const [rate, burst] = ['ThrottlingRateLimit', 'ThrottlingBurstLimit'].map(
    name => read('cloudformation/api.yaml').match(new RegExp(`  ${name}:\\n(?: {4}.*\\n)*? {4}Default: (\\d+)`))![1],
  )
  const limits = [...read('docs/api.md').matchAll(/(\d+) a second, (\d+) at once/g)].map(([, ...numbers]) => numbers)
  t.ok(limits.length > 0)
  for (const numbers of limits) t.same(numbers, [rate, burst])
  t.end()
})

t.test('every command that a document names is one of package.json', t => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const path of documents) {
    const named = new Set(
      [...read(path).matchAll(/npm run (?:-s |--silent )?([a-z][a-z:-]*)/g)].map(([, name]) => name!),
    )
    for (const name of named) t.ok(scripts[name], `${path}: npm run ${name}`)
  }
  t.end()
})

t.test('every block of commands is in a document that a test types', t => {
  const typed: readonly string[] = Object.values(typedDocuments).flat()
  for (const path of documents) {
    for (const { language, text } of readGuide(read(path)).code) {
      t.match(language, /^(sh( aws-cli)?|http|json \d{3}|mermaid|)$/, `${path}: a block of ${language}`)
      if (language.startsWith('sh'))
        t.ok(typed.includes(path), `add ${path} to tools/guide/typed-documents-fixture.ts: ${text}`)
      else if (/^(README\.md$|docs\/)/.test(path)) t.notMatch(text, /^(npm|npx|aws|curl|git) /m, `${path}: ${text}`)
    }
  }
  t.ok(npmCommands(readGuide(read('docs/deployment.md'))).length >= 6)
  t.end()
})

function linksOf(markdown: string): string[] {
  const links: string[] = []
  walkTokens(lexer(markdown), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href)
  })
  return links
}

/** Makes anchors of headings as GitHub does. */
function anchorsOf(markdown: string): string[] {
  return readGuide(markdown).headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

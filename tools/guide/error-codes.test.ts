import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(repository, 'docs/troubleshooting.md'), 'utf8')
/** The codes in the first cell of each row of the tables: `A`, or `A`, `B`. */
const documented = [...page.matchAll(/^\| ((?:`[A-Z][A-Z_]+`(?:, )?)+) \|/gm)].flatMap(([, cell]) =>
  [...cell!.matchAll(/[A-Z_]+/g)].map(([code]) => code),
)
const thrown = codesOf('tools')

t.test('docs/troubleshooting.md explains every error that a command may end with', t => {
  t.ok(thrown.size > 30)
  for (const [code, path] of thrown) {
    const row = `docs/troubleshooting.md, "A command": add the row | \`${code}\` | what it means | what to do | (${path})`
    t.ok(documented.includes(code), row)
  }
  t.end()
})

t.test('docs/troubleshooting.md has no row for an error that no command ends with', t => {
  for (const code of documented) t.ok(thrown.has(code), `docs/troubleshooting.md: remove the row of ${code}`)
  t.same(documented, [...new Set(documented)], 'each code has one row')
  t.end()
})

/** Finds each code of a CommandError, with a file that makes one. */
function codesOf(folder: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const name of readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })) {
    // The local AWS answers with AWS's codes and ends with ours. Fixtures and tests throw their own errors.
    if (!name.endsWith('.ts') || /\.test\.ts$|-fixture\.ts$/.test(name)) continue
    const text = readFileSync(join(repository, folder, name), 'utf8')
    const codes = name === 'command/aws-error.ts' ? /\bcode: '([A-Z_]+)'/g : /(?:CommandError|super)\(\s*'([A-Z_]+)'/g
    for (const [, code] of text.matchAll(codes)) found.set(code!, `${folder}/${name}`)
  }
  return found
}

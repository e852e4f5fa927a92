import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { checkDeadCode } from './dead-code.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

t.test('a file and an export that nothing uses fail with their names, and what a test uses passes', async t => {
  const project = t.testdir({
    'package.json': JSON.stringify({ name: 'small', type: 'module' }),
    'knip.jsonc': readFileSync(`${repository}knip.jsonc`, 'utf8'),
    node_modules: t.fixture('symlink', `${repository}node_modules`),
    tools: {
      'bake.ts': `import { bread } from './oven/bread.ts'\nbread()`,
      oven: {
        'bread.ts': 'export const bread = () => {}\nexport const crumbs = 1\nexport const salt = 1',
        'bread.test.ts': `import { salt } from './bread.ts'\nsalt`,
        'forgotten.ts': '',
      },
    },
  })
  const { passed, output } = await checkDeadCode(project)
  t.notOk(passed)
  t.match(output, /Unused files \(1\)\ntools\/oven\/forgotten\.ts/)
  t.match(output, /Unused exports \(1\)\ncrumbs +tools\/oven\/bread\.ts:2/)
})

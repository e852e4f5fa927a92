import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { checkImports } from './imports.ts'
import { type Layer, layers } from './layers.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

const small: Layer[] = [
  { folder: 'functions/bake', holds: 'bread' },
  { folder: 'tools/oven/grate', holds: 'its grate' },
  { folder: 'tools/oven', holds: 'an oven', onlyFor: ['tools/start.ts', 'tools/oven-door'] },
  { folder: 'tools/oven-door', holds: 'its door' },
  { folder: 'tools/shop', holds: 'a shop' },
  { folder: 'tools/taste', holds: 'tests of bread', isForTests: true },
  { folder: 'tools', holds: 'commands' },
]

/** The findings for these files in a project with the layers above. */
async function findings(t: Test, functions: object, tools: object = {}): Promise<string> {
  const project = t.testdir({ cloudformation: {}, functions, tools } as Parameters<Test['testdir']>[0])
  const { passed, output } = await checkImports(project, small)
  t.equal(passed, output === '')
  return output
}

t.test('imports from the own folder and from earlier ones pass, and tests may import everything', async t => {
  const bake = {
    'bread.ts': `import type { Salt } from './salt.ts'`,
    'salt.ts': `import type { Bread } from './bread.ts'`,
    'bread.test.ts': `import '../../tools/shop/shop.ts'`,
    'bread-fixture.ts': `import '../../tools/shop/shop.ts'`,
  }
  const tools = {
    'start.ts': `import './oven/oven.ts'\nimport './shop/shop.ts'`,
    oven: { 'oven.ts': `import './heat.ts'`, 'heat.ts': '' },
    'oven-door': { 'door.ts': `import '../oven/oven.ts'` },
    shop: { 'shop.ts': `import { type Bread } from '../../functions/bake/bread.ts'` },
  }
  t.equal(await findings(t, { bake }, tools), '')
})

const shop = { 'shop.ts': '' }
for (const [form, text] of Object.entries({
  'an import': `import { shop } from '../../tools/shop/shop.ts'`,
  'an import of types': `import type { Shop } from '../../tools/shop/shop.ts'`,
  'an export of another file': `export * from '../../tools/shop/shop.ts'`,
  'a late import': `const shop = () => import('../../tools/shop/shop.ts')`,
  'a type by its file': `type Shop = import('../../tools/shop/shop.ts').Shop`,
})) {
  t.test(`${form} of a later folder fails with its line, the rule, and the place where the code belongs`, async t => {
    t.equal(
      await findings(t, { bake: { 'bread.ts': `\n${text}` } }, { shop }),
      'functions/bake/bread.ts:2: functions/bake/bread.ts imports tools/shop/shop.ts, but tools/shop comes after ' +
        'functions/bake in tools/check/layers.ts. Move what both need into functions/bake or before it, or let the ' +
        'caller pass it in.',
    )
  })
}

t.test('importing a folder that only some may import, or a layer below it, fails with their names', async t => {
  const oven = { 'oven.ts': '', grate: { 'grate.ts': '' } }
  for (const [folder, file] of [
    ['tools/oven', 'oven/oven.ts'],
    ['tools/oven/grate', 'oven/grate/grate.ts'],
  ]) {
    t.equal(
      await findings(t, {}, { oven, shop: { 'shop.ts': `import '../${file}'` } }),
      `tools/shop/shop.ts:1: tools/shop/shop.ts imports tools/${file}, but only tools/start.ts, tools/oven-door ` +
        `may import ${folder}. Move what both need into a layer before ${folder}.`,
    )
  }
})

t.test('a circle of values fails with its files, even within one folder', async t => {
  const bake = {
    'bread.ts': `import './salt.ts'`,
    'salt.ts': `import './water.ts'`,
    'water.ts': `\nimport { type Bread, bread } from './bread.ts'`,
  }
  t.equal(
    await findings(t, { bake }),
    'functions/bake/water.ts:2: These files import each other in a circle: functions/bake/bread.ts → ' +
      'functions/bake/salt.ts → functions/bake/water.ts → functions/bake/bread.ts. Move what the first needs of the ' +
      'last into a file of its own.',
  )
})

t.test('a fixture that the product imports fails', async t => {
  const bake = { 'bread.ts': `import './salt-fixture.ts'`, 'salt-fixture.ts': '' }
  t.equal(
    await findings(t, { bake }),
    'functions/bake/bread.ts:1: functions/bake/bread.ts imports functions/bake/salt-fixture.ts, which is for tests. ' +
      'Move what it needs into a file without -fixture or .test.',
  )
})

t.test('a source that only tests import fails with the name of a fixture', async t => {
  const bake = {
    'salt.ts': '',
    'bread.test.ts': `import './salt.ts?alone'`,
    'bread-fixture.ts': `import './salt.ts'`,
    'flour.ts': `import './mill.ts'`,
    'mill.ts': '',
  }
  t.equal(
    await findings(t, { bake }),
    'functions/bake/salt.ts:1: Only tests import functions/bake/salt.ts. Name it functions/bake/salt-fixture.ts.',
  )
})

t.test('a script of a function, a command and a folder for tests may serve only tests under any name', async t => {
  const bake = { 'index.ts': '', 'bread.test.ts': `import './index.ts'\nimport '../../tools/taste/taste.ts'` }
  const tools = { taste: { 'taste.ts': '' }, 'start.ts': '', 'start.test.ts': `import './start.ts'` }
  t.equal(await findings(t, { bake }, tools), '')
  const shop = { 'shop.ts': '', 'shop.test.ts': `import './shop.ts'` }
  t.match(await findings(t, {}, { shop }), /^tools\/shop\/shop\.ts:1: Only tests import/)
})

t.test('a folder without a place in the order fails', async t => {
  t.equal(
    await findings(t, { sell: { 'price.ts': '' } }),
    'functions/sell/price.ts:1: The folder of this file has no place in tools/check/layers.ts. Put it after all ' +
      'folders that it imports.',
  )
  t.equal(
    await findings(t, { bake: { 'bread.ts': `import '../sell/price.ts'` }, sell: { 'price.ts': '' } }),
    'functions/sell/price.ts:1: The folder of this file has no place in tools/check/layers.ts. Put it after all ' +
      'folders that it imports.',
    'its imports are judged once it has a place',
  )
})

t.test('the sources of this project keep the order', async t => {
  t.equal((await checkImports(repository)).output, '')
})

t.test('docs/architecture.md shows the order', async t => {
  const page = readFileSync(`${repository}docs/architecture.md`, 'utf8')
  const table = page.slice(page.indexOf('## The order of the folders')).matchAll(/^\| `(.+)` \| (.+) \|$/gm)
  t.same(
    [...table].map(([, folder, holds]) => ({ folder, holds })),
    layers.map(({ folder, holds }) => ({ folder, holds })),
  )
})

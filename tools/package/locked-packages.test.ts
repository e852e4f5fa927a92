import t from 'tap'
import { lockedPackages } from './locked-packages.ts'

const lockFile = JSON.stringify({
  packages: {
    '': { dependencies: { a: '1' }, devDependencies: { tool: '1' }, optionalDependencies: { extra: '1' } },
    'node_modules/a': { dependencies: { '@s/b': '1', c: '2' } },
    'node_modules/a/node_modules/c': { dependencies: { d: '1' } },
    'node_modules/@s/b': { dependencies: { a: '1', c: '1', absent: '1' } },
    'node_modules/@s/b/node_modules/@s/e': { dependencies: { c: '1' } },
    'node_modules/c': { dependencies: { '@s/e': '1' } },
    'node_modules/d': {},
    'node_modules/extra': { optional: true },
    'node_modules/tool': { dependencies: { d: '1' } },
  },
})

const folders = (...args: Parameters<typeof lockedPackages>) => lockedPackages(...args).map(({ folder }) => folder)

t.test('the packages for production are each in the folder in which Node finds them', async t => {
  t.same(folders(lockFile).sort(), [
    'node_modules/@s/b',
    'node_modules/a',
    'node_modules/a/node_modules/c',
    'node_modules/c',
    'node_modules/d',
    'node_modules/extra',
  ])
})

t.test('the packages of one tool are found, with a mark on those that npm may leave out', async t => {
  t.same(folders(lockFile, ['tool', 'unknown']), ['node_modules/tool', 'node_modules/d'])
  t.same(
    lockedPackages(lockFile).filter(({ optional }) => optional),
    [{ folder: 'node_modules/extra', optional: true }],
  )
})

t.test('a lock file without packages names none, and one that is not JSON is an error', async t => {
  t.same(lockedPackages('{}'), [])
  t.throws(() => lockedPackages('{'), SyntaxError)
})

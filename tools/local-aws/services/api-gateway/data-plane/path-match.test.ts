import t from 'tap'
import { matchPath } from './path-match.ts'

const resources = ['/{all+}', '/a/{id}', '/a/{rest+}', '/a/b', '/', '/{one}', '/a/{id}/c'].map(path => ({
  id: path,
  path,
  methods: {},
}))
const matched = (path: string) => {
  const match = matchPath(resources, path)
  return match && [match.resource.path, match.pathParameters]
}

t.test('a literal part goes before a parameter, and that before a greedy one', t => {
  for (const [path, resource, parameters] of [
    ['/', '/', {}],
    ['/a', '/{one}', { one: 'a' }],
    ['/a/b', '/a/b', {}],
    ['/a//b/', '/a/b', {}],
    ['/a/x', '/a/{id}', { id: 'x' }],
    ['/a/%62', '/a/b', {}],
    ['/a/b%20c', '/a/{id}', { id: 'b%20c' }],
    ['/a/x/c', '/a/{id}/c', { id: 'x' }],
    ['/a/x/d', '/{all+}', { all: 'a/x/d' }],
    ['/%zz/y', '/{all+}', { all: '%zz/y' }],
  ] as const)
    t.same(matched(path), [resource, parameters], path)
  t.end()
})

t.test('a path without a resource matches none', t => {
  const only = resources.filter(({ path }) => path === '/a/b' || path === '/a/{rest+}')
  for (const path of ['/', '/a', '/b/c', '/A/b']) t.equal(matchPath(only, path), undefined, path)
  t.same(matchPath(only, '/a/b/c')!.pathParameters, { rest: 'b/c' })
  t.equal(matchPath([], '/a'), undefined)
  t.end()
})

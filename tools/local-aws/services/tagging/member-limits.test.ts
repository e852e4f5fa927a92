import t from 'tap'
import { list, memberLimits, x } from '../../member-limits-fixture.ts'
import { constraints } from './constraints.ts'

const { between } = memberLimits(constraints)

t.test('texts and lists have the limits of the model', t => {
  const inputs: readonly [path: string, limits: readonly [number, number], inputOf: (size: number) => object][] = [
    ['paginationToken', [0, 2048], size => ({ PaginationToken: x(size) })],
    ['resourceARNList', [1, 100], size => ({ ResourceARNList: list(size, 'arn') })],
    ['resourceARNList.1.member', [1, 1011], size => ({ ResourceARNList: [x(size)] })],
    ['resourceTypeFilters.1.member', [0, 256], size => ({ ResourceTypeFilters: [x(size)] })],
    ['tagFilters', [0, 50], size => ({ TagFilters: list(size, { Key: 'k' }) })],
    ['tagFilters.1.member.key', [1, 128], size => ({ TagFilters: [{ Key: x(size) }] })],
    ['tagFilters.1.member.values', [0, 20], size => ({ TagFilters: [{ Key: 'k', Values: list(size, 'v') }] })],
    ['tagFilters.1.member.values.1.member', [0, 256], size => ({ TagFilters: [{ Key: 'k', Values: [x(size)] }] })],
  ]
  for (const [path, limits, inputOf] of inputs) between(t, 'GetResources', path, limits, inputOf)
  t.end()
})

import t from 'tap'
import type { FileOutcome } from '../testing/file-outcome.ts'
import { observations } from './observation.ts'

const file = 'functions/x.nfs.test.ts'
const passed: FileOutcome = {
  file,
  ok: true,
  assertions: 1,
  passed: 1,
  skipped: [],
  failures: [],
  durationMs: 5,
  output: '',
}
const failed = (...names: string[]): FileOutcome => ({
  ...passed,
  ok: false,
  failures: names.map(name => ({ name, diagnostics: {} })),
})
const seen = { file, test: 'one', what: 'found after', value: 3, unit: 's' }

t.test('an observation held if its test passed, and did not if it failed', async t => {
  const rows = [{ file, test: 'one' }, seen, { ...seen, test: 'two' }]
  t.same(observations(rows, [passed]), [
    { ...seen, verdict: 'held' },
    { ...seen, test: 'two', verdict: 'held' },
  ])
  t.same(
    observations(rows, [failed(`${file} > two > should be equal`)]).map(({ test, verdict }) => [test, verdict]),
    [
      ['one', 'held'],
      ['two', 'did not hold'],
    ],
  )
})

t.test('an observation on a too slow machine neither held nor failed, unless its test failed', async t => {
  const rows = [{ ...seen, tooSlow: true }, seen]
  t.same(
    observations(rows, [passed]).map(({ verdict }) => verdict),
    ['too slow here', 'held'],
  )
  t.same(
    observations(rows, [failed(`${file} > one > x`)]).map(({ verdict }) => verdict),
    ['did not hold', 'did not hold'],
  )
})

t.test('a test without records has a row, and so has the failure of a whole file', async t => {
  const empty = { file, what: '', value: '', unit: '' }
  t.same(observations([{ file, test: 'one' }], [passed]), [{ ...empty, test: 'one', verdict: 'held' }])
  const crash = 'its process ended by SIGSEGV'
  t.same(observations([], [failed(crash)]), [{ ...empty, test: crash, verdict: 'did not hold' }])
  t.same(
    observations(
      [
        { file, test: 'one' },
        { file, test: 'two' },
      ],
      [failed(crash)],
    ).map(({ test, verdict }) => [test, verdict]),
    [
      ['one', 'held'],
      ['two', 'did not hold'],
      [crash, 'did not hold'],
    ],
    'the crash counts for the test that had begun last',
  )
})

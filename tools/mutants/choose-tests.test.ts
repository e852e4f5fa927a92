import t from 'tap'
import { chooseTests } from './choose-tests.ts'

const run = (file: string, durationMs: number) => ({ file, durationMs })
const files = (chosen: ReturnType<typeof chooseTests>) => chosen.tests.map(({ file }) => file)

t.test('tests run in this order: the own test, the same folder, near folders, and fast ones first', t => {
  const tests = [
    run('tools/deploy/deploy.test.ts', 10),
    run('functions/log/logger.test.ts', 300),
    run('functions/producer/index.test.ts', 20),
    run('functions/log/other.test.ts', 40),
    run('functions/consumer/handler.test.ts', 30),
  ]
  t.same(files(chooseTests('functions/log/logger.ts', tests, 1000)), [
    'functions/log/logger.test.ts',
    'functions/log/other.test.ts',
    'functions/producer/index.test.ts',
    'functions/consumer/handler.test.ts',
    'tools/deploy/deploy.test.ts',
  ])
  t.end()
})

t.test('a test that has noticed changes of the same source runs before faster ones of the same folder', t => {
  const tests = [run('a/fast.test.ts', 200), run('a/good.test.ts', 500), run('b/best.test.ts', 100)]
  const noticed = new Map([
    ['a/good.test.ts', 3],
    ['b/best.test.ts', 50],
  ])
  const chosen = chooseTests('a/x.ts', tests, 1000, noticed)
  t.same(files(chosen), ['a/good.test.ts', 'a/fast.test.ts', 'b/best.test.ts'])
  t.end()
})

t.test('the budget limits all tests but the own one, and the number of those left out is reported', t => {
  const tests = [
    run('a/x.test.ts', 9000),
    run('a/y.test.ts', 600),
    run('b/y.test.ts', 500),
    run('b/z.test.ts', 300),
    run('c/z.test.ts', 90),
  ]
  const chosen = chooseTests('a/x.ts', tests, 1000)
  t.same(files(chosen), ['a/x.test.ts', 'a/y.test.ts', 'c/z.test.ts', 'b/z.test.ts'])
  t.equal(chosen.left, 1)
  t.same(files(chooseTests('a/x.ts', tests, 0)), ['a/x.test.ts'])
  t.end()
})

t.test('without a test of its own, the nearest one runs even if it exceeds the budget', t => {
  const tests = [run('b/long.test.ts', 5000), run('a/long.test.ts', 9000), run('a/longer.test.ts', 9500)]
  t.same(files(chooseTests('a/x.ts', tests, 1000)), ['a/long.test.ts'])
  t.end()
})

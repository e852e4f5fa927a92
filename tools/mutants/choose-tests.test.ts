import t from 'tap'
import { chooseTests } from './choose-tests.ts'

const run = (file: string, durationMs: number) => ({ file, durationMs, hits: {} })

t.test('tests run in this order: the own test, the same folder, near folders, and fast ones first', t => {
  const tests = [
    run('tools/deploy/deploy.test.ts', 10),
    run('functions/log/logger.test.ts', 300),
    run('functions/producer/index.test.ts', 20),
    run('functions/log/other.test.ts', 40),
    run('functions/consumer/handler.test.ts', 30),
  ]
  t.same(
    chooseTests('functions/log/logger.ts', tests, 1000).tests.map(({ file }) => file),
    [
      'functions/log/logger.test.ts',
      'functions/log/other.test.ts',
      'functions/producer/index.test.ts',
      'functions/consumer/handler.test.ts',
      'tools/deploy/deploy.test.ts',
    ],
  )
  t.end()
})

t.test('the budget limits the tests of other folders, and the number of those left out is reported', t => {
  const tests = [run('a/x.test.ts', 9000), run('b/x.test.ts', 600), run('b/y.test.ts', 400), run('b/z.test.ts', 500)]
  const chosen = chooseTests('a/x.ts', tests, 1000)
  t.same(
    chosen.tests.map(({ file }) => file),
    ['a/x.test.ts', 'b/y.test.ts', 'b/z.test.ts'],
  )
  t.equal(chosen.left, 1)
  t.equal(chooseTests('a/x.ts', tests, 0).left, 3)
  t.end()
})

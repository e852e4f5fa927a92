import { join } from 'node:path'
import t from 'tap'
import { newestBundle } from './newest-bundle.ts'

t.test('the newest bundle is the folder of the latest run, whatever else lies beside it', async t => {
  const root = t.testdir({
    '20260102T000000Z-aws-b': {},
    '20261130T101112Z-local-c': {},
    '20260101T000000Z-local-a': {},
    '20270101T000000Z-a-file': '',
    'x20280101T000000Z-a': {},
    '2029x101T000000Z-a': {},
    '20290101T00000xZ-a': {},
    '220290101T000000Z-a': {},
    '9T000000Z-a': {},
    '20290101T9Z-a': {},
    comparison: {},
    'example.md': '',
  })
  t.equal(await newestBundle(root), join(root, '20261130T101112Z-local-c'))
})

t.test('without a run there is no bundle, and the error says how to make one', async t => {
  await t.rejects(newestBundle(t.testdir({ example: {} })), {
    code: 'NO_BUNDLE',
    message: 'There is no evidence of a run.',
    nextStep: 'Run: npm run demo',
  })
})

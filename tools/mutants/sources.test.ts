import t from 'tap'
import { MisuseError } from '../command/command-error.ts'
import { isWhole, mutableSources } from './sources.ts'

const repository = t.testdir({
  functions: {
    log: {
      'trace.ts': '',
      'trace.test.ts': '',
      'index.ts': '',
      'log-fixture.ts': '',
      'sink.ts': '// For tests only: keeps lines.',
    },
  },
  tools: {
    'deploy.ts': '',
    deploy: { 'deploy.ts': '', 'notes.md': '' },
    'local-aws': { iam: { 'match.ts': '' }, 'main.ts': '', testing: { 'test-worker.ts': '' } },
  },
})

t.test('sources are all but tests, what tests are made with, and programs', async t => {
  t.same(await mutableSources(repository, []), [
    'functions/log/trace.ts',
    'tools/deploy/deploy.ts',
    'tools/local-aws/iam/match.ts',
  ])
})

t.test('folders and files can be named', async t => {
  t.same(await mutableSources(repository, ['tools/deploy/', 'functions/log/trace.ts']), [
    'functions/log/trace.ts',
    'tools/deploy/deploy.ts',
  ])
  await t.rejects(mutableSources(repository, ['functions/log/trace.test.ts']), MisuseError)
  await t.rejects(mutableSources(repository, ['tool']), MisuseError)
})

t.test('the functions and what decides about access are tried whole', t => {
  t.equal(isWhole('functions/log/trace.ts'), true)
  t.equal(isWhole('tools/local-aws/iam/match.ts'), true)
  t.equal(isWhole('tools/local-aws/services/ec2/security-groups.ts'), true)
  t.equal(isWhole('tools/local-aws/services/iam/state.ts'), false)
  t.equal(isWhole('tools/deploy/deploy.ts'), false)
  t.end()
})

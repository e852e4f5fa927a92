import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CriterionId } from '../evidence/verdicts/verdict.ts'
import { criterionOnNfs, runDemo } from './run-demo.ts'

const verdict = (id: CriterionId, status: 'pass' | 'fail', evidence = '') => ({
  id,
  status,
  evidence,
  claim: `claim ${id}`,
  source: '',
})

t.test('a criterion is too slow only if ten simultaneous calls time out on User Mode Linux', async t => {
  const of = (id: CriterionId, evidence: string, backEnd: 'uml' | 'kernel') =>
    criterionOnNfs(verdict(id, 'fail', evidence), backEnd).verdict
  for (const id of ['3.6', '6.5'] as const) {
    t.equal(of(id, '9 calls failed: 504', 'uml'), 'too slow here')
    t.equal(of(id, 'no answer within 30 s', 'uml'), 'too slow here')
    t.equal(of(id, '9 calls failed: 504', 'kernel'), 'did not hold')
    t.equal(of(id, '9 calls failed: 500', 'uml'), 'did not hold')
  }
  t.equal(of('3.1', '504', 'uml'), 'did not hold')
  t.same(criterionOnNfs(verdict('3.6', 'pass', '504'), 'uml'), { id: '3.6', claim: 'claim 3.6', verdict: 'held' })
})

/** The arguments for a demo that leaves this evidence. */
function demoLeaving(folder: string, requirements?: unknown): string[] {
  mkdirSync(join(folder, 'evidence/before'), { recursive: true })
  writeFileSync(join(folder, 'evidence/before/requirements.json'), '[]')
  const script = `
    const { mkdirSync, writeFileSync } = require('node:fs')
    console.error('it says this')
    mkdirSync('evidence/new')
    ${requirements === undefined ? '' : `writeFileSync('evidence/new/requirements.json', '${JSON.stringify(requirements)}')`}
    process.exitCode = 1`
  return ['-e', script]
}

t.test('the criteria come from the evidence of the demo, which is kept only if one did not hold', async t => {
  for (const [status, stays] of [
    ['pass', false],
    ['fail', true],
  ] as const) {
    const repository = t.testdir({})
    const words = demoLeaving(repository, [verdict('1.1', status)])
    const { criteria, bundle } = await runDemo(words, {
      repository,
      backEnd: 'uml',
      signal: AbortSignal.timeout(60_000),
    })
    t.match(criteria, [{ id: '1.1', verdict: stays ? 'did not hold' : 'held' }])
    t.equal(bundle, stays ? join(repository, 'evidence/new') : undefined)
    t.equal(existsSync(join(repository, 'evidence/new')), stays)
  }
})

t.test('if a demo ends before its first check, its output is returned', async t => {
  const repository = t.testdir({})
  const { criteria, output } = await runDemo(demoLeaving(repository), {
    repository,
    backEnd: 'uml',
    signal: AbortSignal.timeout(60_000),
  })
  t.same(criteria, [])
  t.match(output, /it says this/)
})

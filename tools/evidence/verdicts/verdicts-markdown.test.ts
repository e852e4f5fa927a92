import t from 'tap'
import type { Verdict } from './verdict.ts'
import { verdictsMarkdown } from './verdicts-markdown.ts'

t.test('the table of verdicts keeps one row each, despite bars and line breaks in them', t => {
  const verdicts: Verdict[] = [
    { id: '1.1', status: 'pass', claim: 'It is there.', evidence: 'a | b\nc <d>', source: 'EC2 DescribeVpcs' },
    { id: '1.2', status: 'fail', claim: 'It holds.', evidence: 'It does not.', source: 'GET /x' },
  ]
  t.same(verdictsMarkdown(verdicts).split('\n').slice(4), [
    '|  | status | criterion | observed | by |',
    '| --- | --- | --- | --- | --- |',
    '| 1.1 | pass | It is there. | a \\| b c \\<d> | EC2 DescribeVpcs |',
    '| 1.2 | fail | It holds. | It does not. | GET /x |',
    '',
  ])
  t.end()
})

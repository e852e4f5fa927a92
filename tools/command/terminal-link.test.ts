import t from 'tap'
import { fileLink } from './terminal-link.ts'

t.test('a path is a link on a terminal that is not dumb, and text elsewhere', t => {
  const terminal = { isTTY: true }
  t.equal(
    fileLink('/a b/report.html', terminal, 'xterm'),
    '\u001b]8;;file:///a%20b/report.html\u0007/a b/report.html\u001b]8;;\u0007',
  )
  t.equal(fileLink('/a/report.html', terminal, 'dumb'), '/a/report.html')
  t.equal(fileLink('/a/report.html', {}, 'xterm'), '/a/report.html')
  const { TERM } = process.env
  delete process.env.TERM
  t.teardown(() => void (TERM === undefined || (process.env.TERM = TERM)))
  t.equal(fileLink('/a/report.html', terminal), '/a/report.html')
  t.end()
})

import t from 'tap'
import { labCommand, labScript } from './lab-command.ts'

t.test('the error of a failed program has its output, and a failed line stops a script', async t => {
  await t.rejects(labScript(['echo first >&2', 'false', 'echo second >&2']), { message: /ended with status 1: first$/ })
  await labScript(['true'])
})

t.test('a program that hangs is left at its deadline, and its background processes are not awaited', async t => {
  await t.rejects(labCommand('sleep', ['600'], { deadlineMs: 20 }), { message: /the end of sleep 600/ })
  await labScript(['sleep 5 &'])
})

t.test('a missing program is reported', async t => {
  await t.rejects(labCommand('no-such-program', []), { code: 'ENOENT' })
})

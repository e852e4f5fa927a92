import { Writable } from 'node:stream'
import t from 'tap'
import { createProgress } from './progress.ts'

function screen(properties: { isTTY?: boolean; columns?: number }, verbose?: boolean) {
  const written: string[] = []
  const output = new Writable({
    write: (chunk, _, done) => {
      written.push(String(chunk))
      done()
    },
  })
  return { progress: createProgress(Object.assign(output, properties), verbose), written }
}

t.test('the status of the moment is shown on a terminal only, and is overwritten', async t => {
  const { progress, written } = screen({ isTTY: true, columns: 10 })
  progress.status('1 of 2 objects')
  progress.step('Done')
  t.same(written, ['1 of 2 ob', '\r\u001b[2K', 'Done\n'], 'cut to the width, and gone before the next line')
})

t.test('without a terminal there is one line a step', async t => {
  const { progress, written } = screen({})
  progress.step('Deleting')
  progress.status('1 of 2 objects')
  progress.detail('Vpc')
  t.same(written, ['Deleting\n', '  Vpc\n'])
})

t.test('a terminal shows the brief form unless it asks for everything, and a log has everything', t => {
  t.equal(screen({ isTTY: true }).progress.brief, true)
  t.equal(screen({ isTTY: true }, true).progress.brief, false)
  t.equal(screen({}).progress.brief, false)
  t.end()
})

t.test('a status is removed by an empty one, and a width that is not known is 80', async t => {
  const { progress, written } = screen({ isTTY: true })
  progress.status('')
  t.same(written, [], 'nothing is shown yet')
  progress.status('x'.repeat(100))
  progress.status('')
  progress.status('')
  t.same(written, ['x'.repeat(79), '\r\u001b[2K'])
  progress.notice('Left')
  t.equal(written.at(-1), 'Note: Left\n')
})

import t from 'tap'
import { LogFrames } from './log-frames.ts'
import { isAsSevere, levelOf, type LogLevel } from './log-level.ts'
import { LogLines } from './log-lines.ts'

/** Writes bytes in pieces of this size. */
function inPieces(bytes: Buffer, size: number, write: (piece: Buffer) => void) {
  for (let start = 0; start < bytes.length; start += size) write(bytes.subarray(start, start + size))
}

t.test('a frame is one message, however its bytes are cut', t => {
  const frame = (text: string) => {
    const body = Buffer.from(text)
    const header = Buffer.alloc(16)
    header.writeUInt32BE(body.length, 4)
    return Buffer.concat([header, body])
  }
  const bytes = Buffer.concat([frame('one\ntwo\n'), frame(''), frame('é\n\n')])
  for (const size of [1, 5, 16, 17, bytes.length]) {
    const messages: string[] = []
    const frames = new LogFrames(message => messages.push(message))
    inPieces(bytes, size, piece => frames.write(piece))
    t.same(messages, ['one\ntwo', '', 'é\n'], `pieces of ${size}`)
  }
  t.end()
})

t.test('only a line feed ends a line, and the rest is a line at the end', t => {
  const bytes = Buffer.from('a\r\n\né b\nrest é')
  for (const size of [1, 2, 3, bytes.length]) {
    const read: string[] = []
    const lines = new LogLines(line => read.push(line))
    inPieces(bytes, size, piece => lines.write(piece))
    t.same(read, ['a\r', '', 'é b'], `pieces of ${size}`)
    lines.end()
    lines.end()
    t.same(read.slice(3), ['rest é'])
  }
  t.end()
})

t.test('a level is as severe as itself and those below it, and a line has INFO without one', t => {
  const levels: LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
  for (const [index, level] of levels.entries())
    for (const [place, least] of levels.entries())
      t.equal(isAsSevere(level, least), index >= place, `${level} at ${least}`)
  for (const level of levels) t.equal(levelOf(`{"level":"${level.toLowerCase()}"}`), level)
  for (const line of ['plain', '{"level":5}', '{"level":"LOUD"}', '{"a":1}', '{bad', ' {"level":"ERROR"}'])
    t.equal(levelOf(line), 'INFO', line)
  t.end()
})

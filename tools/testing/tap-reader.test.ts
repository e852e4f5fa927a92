import t from 'tap'
import { TapReader } from './tap-reader.ts'
import { endOfFile } from './worker-messages.ts'

/** The TAP of a file with one test of one assertion, as the `at`th of its process. */
function tapOf(file: string, at: number): string {
  return [
    `# Subtest: ${file}`,
    '    # Subtest: adds',
    '        ok 1 - sums',
    '        1..1',
    '    ok 1 - adds',
    '    1..1',
    `ok ${at} - ${file}`,
    '',
  ].join('\n')
}

const good = { assertions: 1, passed: 1, failures: [] }

t.test('each file gets its own results, also after a file without results', t => {
  const reader = new TapReader()
  reader.write(`${endOfFile('empty')}${tapOf('sums', 1)}1..1\n${endOfFile('sums')}`)
  t.match(reader.take('empty'), { passed: 0, failures: [{ name: 'its tests did not end' }] })
  t.match(reader.take('sums'), good)
  t.end()
})

t.test('a file without an end has failed, and the next file is read completely', t => {
  const reader = new TapReader()
  const [begun] = tapOf('breaks off', 1).split('        1..1')
  reader.write(begun!)
  const { passed, failures } = reader.take('breaks off')
  t.same([passed, failures.length], [1, 1])
  reader.write(`${tapOf('sums', 1)}1..1\n${endOfFile('sums')}`)
  t.match(reader.take('sums'), good)
  t.end()
})

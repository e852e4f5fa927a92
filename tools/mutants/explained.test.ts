import t from 'tap'
import { outdated, readExplained, reasons } from './explained.ts'
import { fingerprint, type Mutant } from './mutant.ts'

const mutant: Mutant = {
  id: '7',
  file: 'functions/a.ts',
  line: 12,
  mutator: 'EqualityOperator',
  original: 'a < b',
  replacement: 'a <= b',
  lineText: 'if (a < b) return b',
}
const { file, original, replacement, lineText } = mutant
const entry = { file, original, replacement, lineText, reason: 'The result is the same where they are equal.' }

t.test('a reason belongs to the change and the text of its line, at any line number', t => {
  const list = reasons([entry])
  t.equal(list.get(fingerprint({ ...mutant, id: '8', line: 99 } as Mutant)), entry.reason)
  t.equal(list.get(fingerprint({ ...mutant, lineText: 'if (a < b) return a' })), undefined)
  t.equal(list.get(fingerprint({ ...mutant, replacement: 'a >= b' })), undefined)
  t.end()
})

t.test('an entry whose change is gone is reported, if its source was part of the run', t => {
  t.same(outdated([entry], [mutant], [file]), [])
  t.same(outdated([entry], [{ ...mutant, replacement: 'true' }], [file]), [entry])
  t.same(outdated([entry], [], ['functions/b.ts']), [])
  t.end()
})

t.test('each entry of the list has a reason', async t => {
  const list = await readExplained()
  t.same(
    list.filter(({ reason }) => !/^[A-Z].*\.$/s.test(reason)),
    [],
    'in a sentence',
  )
  t.equal(reasons(list).size, list.length, 'and once')
})

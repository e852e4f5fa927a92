import t from 'tap'
import { instrument } from './instrument.ts'

t.test('a template is changed where it is a value, and not where it is part of a type', async t => {
  const source = 'type Name = `a-${string}`\nexport const nameOf = (n: string): Name => `a-${n}`\n'
  const { mutants, texts } = await instrument(t.testdir({ 'name.ts': source }), ['name.ts'])
  t.match(
    mutants.filter(({ mutator }) => mutator === 'StringLiteral'),
    [{ file: 'name.ts', line: 2, original: '`a-${n}`', replacement: '``', lineText: /^export const nameOf/ }],
  )
  const [text = ''] = texts.values()
  t.match(text, /^type Name = `a-\$\{string\}`/m)
  t.match(text, /\? `` : /, 'the change can be made active')
})

import fc from 'fast-check'

// For tests only: object keys that a bucket may have: good, bad and long ones, and keys that look like others.

const oddNames = [
  '',
  '.',
  '..',
  '...',
  '.a',
  '-a',
  '_meta.json',
  '._',
  'A',
  'a',
  'a b',
  'a-b',
  'é',
  'e\u0301',
  '%2e%2e',
  '+',
]
const oddCharacters = fc.constantFrom(...'._-+ %/\\:é😀Aa0\0\n\u007f\u0085\ud800\ufeff')

const hexadecimal = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })

const name = fc.oneof(
  fc.constantFrom(...oddNames),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: oddCharacters, maxLength: 6 }),
  hexadecimal.map(digits => `sha256-${digits}`),
  fc.integer({ min: 60, max: 260 }).map(length => 'x'.repeat(length)),
  fc.integer({ min: 30, max: 130 }).map(length => 'é'.repeat(length)),
)

const folder = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('models', 'inputs') },
  { weight: 1, arbitrary: fc.constantFrom('outputs', 'Models', '', '.staging', 'inputs.') },
)

/** Any text that may arrive as a key. */
export const anyKey: fc.Arbitrary<string> = fc
  .tuple(folder, fc.array(name, { minLength: 1, maxLength: 5 }))
  .map(([first, names]) => [first, ...names].join('/'))

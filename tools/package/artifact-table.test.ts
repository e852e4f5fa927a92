import t from 'tap'
import { artifactTable } from './artifact-table.ts'

t.test('artifacts are listed in columns, each as wide as its widest cell, with grouped digits', async t => {
  const artifacts = [
    { name: 'producer', bytes: 1_234_567, sha256: '0a' },
    { name: 'a', bytes: 7, sha256: '1b' },
  ]
  t.same(artifactTable(artifacts).split('\n'), [
    'name          bytes  sha256',
    'producer  1,234,567  0a',
    'a                 7  1b',
  ])
  t.equal(artifactTable([{ name: 'a', bytes: 7, sha256: '1b' }]), 'name   bytes  sha256\na          7  1b')
  t.equal(artifactTable([]), 'name   bytes  sha256')
})

import { join } from 'node:path'
import t from 'tap'
import { commandLine } from '../testing/command-line.ts'
import { bundleOf } from './bundle-of.ts'

t.test(
  'a program in a folder has a bundle of its full name, and without bundles the source itself is started',
  async t => {
    const current = { 'current.json': JSON.stringify({ folder: '.build/commands/abc' }) }
    const repository = t.testdir({ '.build': { commands: current } })
    t.same(bundleOf(repository, 'nfs-lab/host'), [join(repository, '.build/commands/abc/nfs-lab--host.mjs')])
    t.same(bundleOf(join(repository, 'none'), 'nfs-lab/host'), commandLine('nfs-lab/host'))
  },
)

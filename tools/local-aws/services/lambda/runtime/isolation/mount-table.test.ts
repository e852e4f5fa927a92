import { readFileSync, realpathSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Sandbox } from './isolation.ts'
import { writeMountTable } from './mount-table.ts'

const mount = { directory: '/data/efs 1', localMountPath: '/mnt/efs', uid: 1000, gid: 1000, readOnly: false }

/** The rows of the table, with STAGE and SCRATCH for the environment's own folders. */
function table(t: Test, more: Partial<Sandbox> = {}, node = '/usr/local/bin/node'): string[] {
  const scratchDirectory = t.testdir()
  const path = writeMountTable(
    {
      codeDirectory: '/data/code',
      runtimeDirectory: '/data/runtime',
      nodeFlags: [],
      scratchDirectory,
      ephemeralStorageMiB: 600,
      environment: {},
      ...more,
    },
    node,
  )
  const scratch = realpathSync(scratchDirectory)
  const text = readFileSync(path, 'utf8').replaceAll(`${scratch}/stage`, 'STAGE').replaceAll(scratch, 'SCRATCH')
  return text.trimEnd().split('\n')
}

t.test('the code and the runtime may only be read, the shared file system as the access point says', async t => {
  const rows = table(t, { mount })
  t.equal(rows[0], 'lambda-sandbox STAGE tmpfs mode=755,X-mount.mkdir', 'what is built first')
  t.equal(rows.at(-1), 'lambda-sandbox /tmp tmpfs mode=1777,size=600m', 'what hides the other folders')
  t.ok(rows.includes('/data/code STAGE/var/task none bind,ro,X-mount.mkdir'))
  t.ok(rows.includes('/data/runtime STAGE/var/runtime none bind,ro,X-mount.mkdir'))
  t.ok(rows.includes('/usr/local STAGE/var/lang none rbind,X-mount.mkdir'))
  t.ok(rows.includes('/data/efs\\0401 STAGE/mnt/efs none bind,X-mount.mkdir'), 'a space of a path is no end of it')
  t.ok(rows.indexOf('STAGE/mnt /mnt none rbind') > 0, 'a folder of the host is not made')
  t.ok(rows.indexOf('STAGE/var /var none rbind') > 0)
  const readOnly = table(t, { mount: { ...mount, readOnly: true } })
  t.ok(readOnly.includes('/data/efs\\0401 STAGE/mnt/efs none bind,ro,X-mount.mkdir'))
})

t.test('a function without a file system has an empty /mnt, if the machine has one', async t => {
  const rows = table(t).filter(row => row.includes('/mnt'))
  t.strictSame(
    rows.filter(row => row !== 'lambda-sandbox /mnt tmpfs ro,size=4k'),
    [],
  )
})

t.test('a Node of another name is Lambda’s as well', async t => {
  const rows = table(t, {}, '/opt/node-24')
  const first = rows.indexOf('/opt/node-24 SCRATCH/lang/bin/node none bind')
  t.ok(first > 0)
  t.equal(rows[first + 1], 'SCRATCH/lang STAGE/var/lang none rbind,X-mount.mkdir')
  t.equal(readFileSync(`${realpathSync(t.testdirName)}/lang/bin/node`, 'utf8'), '')
})

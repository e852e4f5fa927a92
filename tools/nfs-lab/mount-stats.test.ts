import t from 'tap'
import { mountStats } from './mount-stats.ts'

const text = `device proc mounted on /proc with fstype proc
device 10.0.1.1:/root mounted on /mnt/a with fstype nfs4 statvers=1.1
\topts:\trw,vers=4.1
\tbytes:\t11 12 13 14 15 16 17 18
\tper-op statistics
device 10.0.2.1:/root mounted on /mnt/b with fstype nfs4 statvers=1.1
\tbytes:\t21 22 23 24 25 26 27 28
`

t.test('the counted bytes are those between the client of this mount and the server', async t => {
  t.same(mountStats('/mnt/a', text), { readFromServer: 15, writtenToServer: 16 })
  t.same(mountStats('/mnt/b', text), { readFromServer: 25, writtenToServer: 26 })
})

t.test('a folder that is no NFS mount has no counters', async t => {
  for (const path of ['/mnt', '/proc', '/mnt/a/b']) t.throws(() => mountStats(path, text), { message: `of ${path}` })
})

import t from 'tap'
import { chooseBackEnd, lookAtMachine, type Machine } from './machine.ts'

const good: Machine = { isLinux: true, isRoot: true, missing: [], hasKernelNfs: true }
const install = 'apt-get install -y --no-install-recommends'

t.test('the kernel’s own NFS is used if it works, else User Mode Linux, unless an option selects one', async t => {
  t.same(chooseBackEnd(good), { backEnd: 'kernel' })
  t.same(chooseBackEnd({ ...good, missing: ['linux.uml'] }), { backEnd: 'kernel' }, 'it needs no User Mode Linux')
  t.same(chooseBackEnd({ ...good, hasKernelNfs: false }), { backEnd: 'uml' })
  t.same(chooseBackEnd(good, 'uml'), { backEnd: 'uml' })
  t.same(chooseBackEnd(good, 'kernel'), { backEnd: 'kernel' })
})

t.test('the error for missing programs has the line that installs their packages, each once', async t => {
  const bare = {
    ...good,
    hasKernelNfs: false,
    missing: ['linux.uml', 'rpc.nfsd', 'exportfs', 'mount.nfs4', 'mkfs.ext4'],
  }
  t.same(chooseBackEnd(bare), {
    reason: 'These programs are missing: linux.uml, rpc.nfsd, exportfs, mount.nfs4, mkfs.ext4.',
    nextStep: `${install} user-mode-linux nfs-kernel-server nfs-common e2fsprogs`,
  })
  t.match(chooseBackEnd({ ...bare, isRoot: false }), { nextStep: install }, 'a user who is not root gets the same line')
  t.match(chooseBackEnd({ ...bare, hasKernelNfs: true }), {
    nextStep: `${install} nfs-kernel-server nfs-common e2fsprogs`,
  })
  t.match(chooseBackEnd({ ...good, missing: ['linux.uml'] }, 'uml'), { nextStep: `${install} user-mode-linux` })
})

t.test('a user who is not root and a kernel without NFS get an error with the next step', async t => {
  t.match(chooseBackEnd({ ...good, isRoot: false, hasKernelNfs: false }), {
    reason: /needs root/,
    nextStep: /^sudo .*npm run nfs$/,
  })
  t.match(chooseBackEnd({ ...good, hasKernelNfs: false }, 'kernel'), { reason: /no modules nfsd, nfs, nfsv4, veth/ })
  t.match(chooseBackEnd({ ...good, isLinux: false }), { reason: 'It needs Linux.' })
})

t.test('a machine with an empty PATH lacks every program', async t => {
  const { missing, hasKernelNfs } = await lookAtMachine(t.testdir({}))
  t.ok(
    missing.includes('linux.uml') && missing.includes('mount.nfs4') && missing.includes('modprobe'),
    missing.join(' '),
  )
  t.notOk(hasKernelNfs)
})

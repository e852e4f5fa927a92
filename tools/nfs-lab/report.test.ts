import t from 'tap'
import { type LabReport, reportLines, serverName, verdictCounts } from './report.ts'

const report: LabReport = {
  server: serverName,
  kernel: '6.1.0',
  backEnd: 'uml',
  mountOptions: 'nfsvers=4.1,hard',
  bringUpSeconds: 5,
  seconds: 60,
  files: [],
  observations: [
    { file: 'a.nfs.test.ts', test: 'is found', what: 'found after', value: 30, unit: 's', verdict: 'held' },
    { file: 'a.nfs.test.ts', test: 'is found', what: 'reads', value: 2, unit: '', verdict: 'too slow here' },
    { file: 'b.nfs.test.ts', test: 'is found', what: '', value: '', unit: '', verdict: 'did not hold' },
  ],
}

t.test('the table says where it was seen, and groups what was by file and test', async t => {
  t.same(reportLines(report), [
    'Server   Linux knfsd on ext4, not EFS',
    'Kernel   Linux 6.1.0, User Mode Linux',
    'Mounts   nfsvers=4.1,hard',
    '',
    '    what                value  unit  verdict',
    '',
    'a.nfs.test.ts',
    '  is found',
    '    found after            30  s     held',
    '    reads                   2        too slow here',
    '',
    'b.nfs.test.ts',
    '  is found',
    '    (nothing recorded)               did not hold',
  ])
  t.equal(verdictCounts(report.observations), '1 held, 1 did not hold, 1 too slow here')
})

t.test('a demo that ran has its line, and the kernel of the machine is named as such', async t => {
  const lines = reportLines({ ...report, backEnd: 'kernel', demo: { status: 1, seconds: 61.4 } })
  t.equal(lines[1], "Kernel   Linux 6.1.0, the machine's own")
  t.equal(lines.at(-1), 'Demo     FAILED, 61 s')
  t.equal(reportLines({ ...report, demo: { status: 0, seconds: 1 } }).at(-1), 'Demo     passed, 1 s')
})

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

t.test('the table names the machine, and groups the observations by file and test', async t => {
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

t.test('the report of a demo counts the criteria, names those that did not hold, and names the kernel', async t => {
  const criteria = [
    { id: '1.1', claim: 'There are subnets.', verdict: 'held' },
    { id: '3.6', claim: 'Ten at once.', verdict: 'too slow here', why: '504' },
  ] as const
  const lines = reportLines({ ...report, backEnd: 'kernel', demo: { seconds: 61.4, criteria, bundle: 'evidence/x' } })
  t.equal(lines[1], "Kernel   Linux 6.1.0, the machine's own")
  t.same(lines.slice(-4), [
    'Demo     1 held, 0 did not hold, 1 too slow here, of 2 criteria, 61 s',
    '  3.6  too slow here: Ten at once.',
    '       504',
    '  Its evidence is in evidence/x',
  ])
  const early = reportLines({ ...report, demo: { seconds: 1, criteria: [], output: 'broken' } })
  t.equal(early.at(-1), 'Demo     ended before it had checked a criterion, 1 s')
})

/** A published figure on which the expectation depends, in the unit of its name. */
export interface Assumption {
  readonly id: string
  readonly value: number
  readonly unit: string
  /** The use of the figure. */
  readonly means: string
  readonly source: string
  /** The date on which the source was read, or the year of its measurement. */
  readonly dated: string
}

/**
 * Everything that `npm run plan` assumes. The expectation contains nothing else: no hashing, no /tmp, no ONNX Runtime.
 */
export const assumptions: readonly Assumption[] = [
  {
    id: 'startMs',
    value: 448,
    unit: 'ms',
    means: 'median cold start of a small function, as its caller sees it; Node.js and ONNX Runtime are not in it',
    source: 'Ustiugov, Amariucai, Grot: STeLLAR, IISWC 2021 (github.com/vhive-serverless/STeLLAR)',
    dated: '2021',
  },
  {
    id: 'burstBytes',
    value: 300 * 2 ** 20,
    unit: 'bytes',
    means: 'what a new environment receives before its network is held back',
    source: 'Bodner et al., arXiv 2501.07771, section 4.2',
    dated: '2024',
  },
  {
    id: 'burstBytesPerSecond',
    value: 1.1e9,
    unit: 'bytes/s',
    means: 'how fast it receives that',
    source: 'Bodner et al., arXiv 2501.07771, section 4.2',
    dated: '2024',
  },
  {
    id: 'steadyBytesPerSecond',
    value: 75 * 2 ** 20,
    unit: 'bytes/s',
    means:
      'how fast it receives the rest; the quota is 625 Mbit/s. That NFS counts in the same bucket is assumed: no text says so',
    source:
      'Bodner et al., arXiv 2501.07771, section 4.2; docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
    dated: '2024',
  },
  {
    id: 's3FirstByteMs',
    value: 27,
    unit: 'ms',
    means: 'median of a small read from S3, once for the HEAD and once for the first bytes of the ranges',
    source: 'Bodner et al., arXiv 2501.07771 (1,000,000 requests from EC2)',
    dated: '2024',
  },
  {
    id: 's3ConnectionBytesPerSecond',
    value: 90e6,
    unit: 'bytes/s',
    means: 'one connection to S3; the Consumer uses 12',
    source: 'docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance-design-patterns.html (85 to 90 MB/s)',
    dated: '2026-11-28',
  },
  {
    id: 'efsReadMs',
    value: 5.2,
    unit: 'ms',
    means: 'median of a small read from EFS by a function, four one after another: folders, lookup, open, first block',
    source: 'Bodner et al., raw data in github.com/hpides/skyrise (100,000 operations)',
    dated: '2024-04',
  },
  {
    id: 'efsClientBytesPerSecond',
    value: 1500 * 2 ** 20,
    unit: 'bytes/s',
    means: 'one client of EFS with elastic throughput',
    source: 'docs.aws.amazon.com/efs/latest/ug/performance.html',
    dated: '2026-11-29',
  },
  {
    id: 'packageFactor',
    value: 3.5,
    unit: 'times the start',
    means: 'cold start with 100 MB more in the package, against 10 MB more; linear between and beyond',
    source: 'Ustiugov, Amariucai, Grot: STeLLAR, IISWC 2021',
    dated: '2021',
  },
]

export function assumed(id: string): number {
  const assumption = assumptions.find(one => one.id === id)
  if (!assumption) throw new Error(`Nothing is assumed of ${id}.`)
  return assumption.value
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BinaryPlatform } from '../package/onnx-runtime-files.ts'
import { packageFunctions } from '../package/package-functions.ts'
import type { BenchOptions, BenchTable } from './bench-table.ts'

const targets: BinaryPlatform[] = [
  { platform: 'linux', arch: 'x64' },
  { platform: 'linux', arch: 'arm64' },
  { platform: 'darwin', arch: 'arm64' },
]

/** Measures the size of the zips with ONNX Runtime's binaries for each platform. */
export async function benchConsumerZip({ progress, signal }: BenchOptions): Promise<BenchTable> {
  const rows: string[][] = []
  const outDir = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    for (const target of targets) {
      signal?.throwIfAborted()
      const name = `${target.platform}/${target.arch}`
      progress.status(`packaging for ${name}`)
      const { producer, consumer } = await packageFunctions({ outDir, ...target })
      rows.push([
        name,
        ...[consumer.bytes, consumer.unzippedBytes, producer.bytes, producer.unzippedBytes].map(megabytes),
      ])
    }
  } finally {
    await rm(outDir, { recursive: true, force: true })
  }
  return {
    samples: 1,
    title: 'Zips of the functions, MB (Lambda takes 50 zipped and 250 unzipped)',
    columns: ['for', 'Consumer', 'unzipped', 'Producer', 'unzipped'],
    rows,
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(2)
}

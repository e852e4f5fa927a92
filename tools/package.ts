import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { runCommand } from './command/run-command.ts'
import { targetPlatform } from './deploy/target-platform.ts'
import { artifactTable } from './package/artifact-table.ts'
import { packageFunctions } from './package/package-functions.ts'
import { packageTemplates } from './package/package-templates.ts'

interface Options {
  readonly outDir: string
  readonly templatesDir: string
  readonly platform?: string
  readonly architecture?: string
  readonly bucket?: string
  readonly region?: string
  readonly json?: boolean
}

const repository = fileURLToPath(new URL('..', import.meta.url))

const command = new Command('npm run package --')
  .description(
    'Builds what `npm run deploy` uploads: the zips of both functions, and the templates with content hashes in their ' +
      'URLs. Twice the same sources give twice the same bytes.',
  )
  .option('--out-dir <folder>', 'folder to write to', join(repository, '.build'))
  .option('--templates-dir <folder>', 'folder of main.yaml', join(repository, 'cloudformation'))
  .option('--platform <name>', 'lambda (default), or host: functions run on this machine')
  .option('--architecture <name>', 'x86_64 (default) or arm64; with --platform host always that of this machine')
  .option('--bucket <name>', 'artifacts bucket, for templates whose TemplateURL is a file name')
  .option('--region <region>', 'Region of that bucket')
  .option('--json', 'print the table as JSON')

await runCommand<Options>(import.meta.url, command, async ({ outDir, json, ...options }, { progress }) => {
  const { platform, arch } = targetPlatform(options, { endpoint: undefined })
  progress.step(`Packaging for ${platform}/${arch} into ${outDir}`)
  const { producer, consumer } = await packageFunctions({ outDir, platform, arch })
  const templates = await packageTemplates({ ...options, outDir: join(outDir, 'templates') })
  const artifacts = [
    { name: 'producer.zip', bytes: producer.bytes, sha256: producer.sha256 },
    { name: 'consumer.zip', bytes: consumer.bytes, sha256: consumer.sha256 },
    ...templates.files.map(({ name, body, sha256 }) => ({
      name: `templates/${name}.yaml`,
      bytes: Buffer.byteLength(body),
      sha256,
    })),
  ]
  console.log(json ? JSON.stringify(artifacts, undefined, 2) : artifactTable(artifacts))
})

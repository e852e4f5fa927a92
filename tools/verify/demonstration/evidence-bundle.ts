import { DescribeAccessPointsCommand } from '@aws-sdk/client-efs'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { maskAccount } from '../../evidence/account-mask.ts'
import { configurationPictures } from '../../evidence/pictures/configuration-pictures.ts'
import type { Criterion, Findings } from '../criterion.ts'
import type { Verification } from '../verification.ts'
import { sameInAnyOrder } from './same-in-any-order.ts'

const configurationFiles = [
  'efs/access-point.json',
  'lambda/producer.json',
  'lambda/consumer.json',
  's3/outputs.json',
  'cloudformation/stacks.json',
  'cloudformation/resources.json',
]

export const evidenceBundle: Criterion = {
  id: '6.6',
  claim:
    "The evidence bundle has pictures of the access point's configuration, the functions' EFS mounts, both functions' logs and the listing of outputs/.",
  builtIn: ['tools/evidence/collect.ts', 'tools/evidence/configuration.ts', 'tools/evidence/pictures'],
  shownIn: ['efs/access-point.png', 'lambda/producer.png', 'lambda/consumer.png', 'logs/', 's3/outputs.png'],
  check: async (verification, findings) => {
    await accessPointIsLive(verification, findings)
    for (const name of ['producer', 'consumer'] as const) {
      await functionIsLive(verification, findings, name)
      logsAreThere(verification, findings, name)
    }
    await listingIsLive(verification, findings)
    const files = configurationFiles.map(path => ({ path, content: verification.bundled(path) }))
    for (const { path, content } of await configurationPictures(files)) {
      const same = Buffer.from(content).equals(Buffer.from(verification.bundled(path)))
      findings.observed('the bundle', `${path}: ${content.length} bytes`)
      findings.expect(same, `${path} does not show what the JSON beside it says`)
    }
  },
}

async function accessPointIsLive(verification: Verification, { observed, expect }: Findings): Promise<void> {
  const { accessPoint } = json(verification, 'efs/access-point.json')
  const { AccessPointId } = verification.system.outputs
  const { AccessPoints } = await verification.clients.efs.send(new DescribeAccessPointsCommand({ AccessPointId }))
  // A bundle masks the account.
  const live = maskAccount(JSON.parse(JSON.stringify(AccessPoints![0])), verification.system.accountId)
  observed('EFS DescribeAccessPoints', `${AccessPointId}: root ${live.RootDirectory?.Path}`)
  expect(sameInAnyOrder(accessPoint, live), 'efs/access-point.json is not the access point as it is')
}

async function functionIsLive(
  verification: Verification,
  { observed, expect }: Findings,
  name: 'producer' | 'consumer',
): Promise<void> {
  const { configuration } = json(verification, `lambda/${name}.json`)
  const { functionName } = verification.system[name]
  const live = await verification.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
  )
  observed('Lambda GetFunctionConfiguration', `${functionName}: ${JSON.stringify(live.FileSystemConfigs)}`)
  // Without LastModified and RevisionId, because 2.9 removes the mount and restores it.
  for (const member of ['FunctionArn', 'CodeSha256', 'Role', 'FileSystemConfigs', 'VpcConfig'] as const) {
    expect(
      sameInAnyOrder(
        configuration[member],
        maskAccount(JSON.parse(JSON.stringify(live[member] ?? null)), verification.system.accountId),
      ),
      `${member} in lambda/${name}.json is not that of ${functionName}`,
    )
  }
}

function logsAreThere(verification: Verification, { observed, expect }: Findings, name: 'producer' | 'consumer'): void {
  const path = `logs/${name}.ndjson`
  const lines = String(verification.bundled(path)).trim().split('\n')
  const records = lines.map(line => JSON.parse(line))
  const reports = lines.filter(line => line.includes('platform.report')).length
  observed('the bundle', `${path}: ${records.length} lines, ${reports} of them platform.report`)
  expect(reports > 0, `${path} has no platform.report`)
  const { requestId } = verification.run().exercise.answers.find(({ step }) => step === steps[name])!.answer
  expect(
    lines.some(line => line.includes(String(requestId))),
    `${path} has nothing of request ${requestId}`,
  )
}

const steps = { producer: 'ingest', consumer: 'predict' }

async function listingIsLive(verification: Verification, { observed, expect }: Findings): Promise<void> {
  const { objects } = json(verification, 's3/outputs.json') as { objects: { Key: string; ETag: string }[] }
  const live = new Map<string, string>()
  const query = { Bucket: verification.system.bucketName, Prefix: 'outputs/' }
  for await (const { Contents = [] } of paginateListObjectsV2({ client: verification.clients.s3 }, query)) {
    for (const { Key, ETag } of Contents) live.set(Key!, ETag!)
  }
  observed('S3 ListObjectsV2', `s3://${query.Bucket}/${query.Prefix}: ${objects.length} objects of the bundle`)
  for (const { Key, ETag } of objects) expect(live.get(Key) === ETag, `${Key} is listed and is not in the bucket`)
  const archived = verification.run().exercise.predict as { s3Key?: string }
  expect(
    objects.some(({ Key }) => Key === archived.s3Key),
    `s3/outputs.json does not list ${archived.s3Key}`,
  )
}

function json(verification: Verification, path: string) {
  return JSON.parse(String(verification.bundled(path)))
}

import { HeadBucketCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { modelsBucketName } from '../../deploy/names.ts'
import type { Criterion } from '../criterion.ts'

export const modelsBucket: Criterion = {
  id: '5.1',
  claim: 'The bucket <prefix>-ml-models-bucket has the prefixes models/, inputs/ and outputs/.',
  builtIn: ['cloudformation/bucket.yaml', 'tools/deploy'],
  shownIn: ['cloudformation/events.json', 's3/outputs.json'],
  check: async ({ clients, system }, { observed, expect }) => {
    const Bucket = modelsBucketName(system.prefix)
    expect(system.bucketName === Bucket, `The bucket is called ${system.bucketName}, not ${Bucket}`)
    const { $metadata } = await clients.s3.send(new HeadBucketCommand({ Bucket }))
    observed('S3 HeadBucket', `${Bucket}: ${$metadata.httpStatusCode}`)
    const prefixes: string[] = []
    for await (const page of paginateListObjectsV2({ client: clients.s3 }, { Bucket, Delimiter: '/' })) {
      prefixes.push(...(page.CommonPrefixes ?? []).map(one => one.Prefix!))
    }
    observed('S3 ListObjectsV2', `prefixes ${prefixes.join(', ') || 'none'}`)
    for (const prefix of ['models/', 'inputs/', 'outputs/']) {
      expect(prefixes.includes(prefix), `${Bucket} has no prefix ${prefix}`)
    }
  },
}

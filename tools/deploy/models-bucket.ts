import type { S3Client } from '@aws-sdk/client-s3'
import { CommandError } from '../command/command-error.ts'
import { bucketState } from './bucket-state.ts'
import { modelsBucketName } from './names.ts'
import { commandLine } from './prefix.ts'

/**
 * Asks whether CloudFormation can make the models bucket, before anything is made. It makes the bucket in the fourth
 * nested stack, and taking the first three back waits up to 45 minutes for network interfaces.
 *
 * @throws CommandError BUCKET_NAME_TAKEN
 */
export async function requireModelsBucketName(
  s3: S3Client,
  place: { readonly prefix: string; readonly accountId: string; readonly region: string },
): Promise<void> {
  const bucket = modelsBucketName(place.prefix)
  const state = await bucketState(s3, bucket, place)
  if (state === 'absent') return
  if (state === 'elsewhere') {
    throw new CommandError(
      'BUCKET_NAME_TAKEN',
      `The name ${bucket} is taken by another account, or in another Region. Nothing was made.`,
      { nextStep: 'Use another --prefix.' },
    )
  }
  throw new CommandError(
    'BUCKET_NAME_TAKEN',
    `Bucket ${bucket} is there without a stack${state === 'ours' ? '' : ', and without our tags'}. Nothing was made.`,
    {
      nextStep:
        `Remove what is left of an earlier deployment: \`${commandLine('destroy', place.prefix)}\`. It names what it ` +
        'may not remove. Or use another --prefix.',
    },
  )
}

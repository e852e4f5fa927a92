import type { ListObjectsV2Output, ListObjectsV2Request } from '@aws-sdk/client-s3'
import { type PageStart, listCurrentObjects, listPermissions, objectRow } from '../object-listing.ts'
import type { Operation } from '../operation.ts'
import { incorrectToken } from '../s3-errors.ts'

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
export const listObjectsV2: Operation<ListObjectsV2Request, ListObjectsV2Output> = {
  honours: [
    'Bucket',
    'Delimiter',
    'EncodingType',
    'MaxKeys',
    'Prefix',
    'ContinuationToken',
    'FetchOwner',
    'StartAfter',
    // Nothing is archived here, so no object has a restore status.
    'OptionalObjectAttributes',
  ],
  permissions: listPermissions,
  run: (input, call) => {
    const { page, encode, commonOutput } = listCurrentObjects(input, call, () => pageStart(input))
    const next = page.next && ('entry' in page.next ? { after: page.next.entry.key } : page.next)
    return {
      ...commonOutput,
      KeyCount: page.entries.length + page.commonPrefixes.length,
      Contents: page.entries.map(object => ({
        ...objectRow(object, encode),
        ...(input.FetchOwner && { Owner: call.account.s3.owner }),
      })),
      ...(input.StartAfter !== undefined &&
        input.ContinuationToken === undefined && { StartAfter: encode(input.StartAfter) }),
      ContinuationToken: input.ContinuationToken,
      ...(next && { NextContinuationToken: Buffer.from(JSON.stringify(next)).toString('base64url') }),
    }
  },
}

/** A token has the end of its page: a key or a whole group. It takes precedence over start-after. */
function pageStart({ ContinuationToken, StartAfter }: ListObjectsV2Request): PageStart {
  if (ContinuationToken === undefined) return StartAfter === undefined ? {} : { after: StartAfter }
  try {
    return JSON.parse(Buffer.from(ContinuationToken, 'base64url').toString())
  } catch (cause) {
    throw Object.assign(incorrectToken(), { cause })
  }
}

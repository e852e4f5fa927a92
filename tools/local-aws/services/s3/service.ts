import * as sdk from '@aws-sdk/client-s3'
import type { Service } from '../../operation.ts'
import { MalformedRequest } from '../../protocols/malformed-request.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { addressed } from './addressing.ts'
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts'
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts'
import { copyObject } from './operations/copy-object.ts'
import { createBucket } from './operations/create-bucket.ts'
import { createMultipartUpload } from './operations/create-multipart-upload.ts'
import { deleteBucket } from './operations/delete-bucket.ts'
import { deleteBucketEncryption } from './operations/delete-bucket-encryption.ts'
import { deleteBucketLifecycle } from './operations/delete-bucket-lifecycle.ts'
import { deleteBucketOwnershipControls } from './operations/delete-bucket-ownership-controls.ts'
import { deleteBucketPolicy } from './operations/delete-bucket-policy.ts'
import { deleteBucketTagging } from './operations/delete-bucket-tagging.ts'
import { deleteObject } from './operations/delete-object.ts'
import { deleteObjectTagging } from './operations/delete-object-tagging.ts'
import { deleteObjects } from './operations/delete-objects.ts'
import { deletePublicAccessBlock } from './operations/delete-public-access-block.ts'
import { getBucketEncryption } from './operations/get-bucket-encryption.ts'
import { getBucketLifecycleConfiguration } from './operations/get-bucket-lifecycle-configuration.ts'
import { getBucketLocation } from './operations/get-bucket-location.ts'
import { getBucketNotificationConfiguration } from './operations/get-bucket-notification-configuration.ts'
import { getBucketOwnershipControls } from './operations/get-bucket-ownership-controls.ts'
import { getBucketPolicy } from './operations/get-bucket-policy.ts'
import { getBucketPolicyStatus } from './operations/get-bucket-policy-status.ts'
import { getBucketTagging } from './operations/get-bucket-tagging.ts'
import { getBucketVersioning } from './operations/get-bucket-versioning.ts'
import { getObject } from './operations/get-object.ts'
import { getObjectAttributes } from './operations/get-object-attributes.ts'
import { getObjectTagging } from './operations/get-object-tagging.ts'
import { getPublicAccessBlock } from './operations/get-public-access-block.ts'
import { headBucket } from './operations/head-bucket.ts'
import { headObject } from './operations/head-object.ts'
import { listBuckets } from './operations/list-buckets.ts'
import { listMultipartUploads } from './operations/list-multipart-uploads.ts'
import { listObjectVersions } from './operations/list-object-versions.ts'
import { listObjects } from './operations/list-objects.ts'
import { listObjectsV2 } from './operations/list-objects-v2.ts'
import { listParts } from './operations/list-parts.ts'
import { putBucketEncryption } from './operations/put-bucket-encryption.ts'
import { putBucketLifecycleConfiguration } from './operations/put-bucket-lifecycle-configuration.ts'
import { putBucketNotificationConfiguration } from './operations/put-bucket-notification-configuration.ts'
import { putBucketOwnershipControls } from './operations/put-bucket-ownership-controls.ts'
import { putBucketPolicy } from './operations/put-bucket-policy.ts'
import { putBucketTagging } from './operations/put-bucket-tagging.ts'
import { putBucketVersioning } from './operations/put-bucket-versioning.ts'
import { putObject } from './operations/put-object.ts'
import { putObjectTagging } from './operations/put-object-tagging.ts'
import { putPublicAccessBlock } from './operations/put-public-access-block.ts'
import { uploadPart } from './operations/upload-part.ts'
import { uploadPartCopy } from './operations/upload-part-copy.ts'
import { checkPresigned } from './presigned-url.ts'
import { s3Protocol } from './protocol.ts'
import { wrongRegion } from './s3-errors.ts'

export const s3: Service = {
  signingName: 's3',
  protocol: s3Protocol,
  model: new ServiceModel(sdk, 'http://s3.amazonaws.com/doc/2006-03-01/'),
  validationErrorCode: 'InvalidRequest',
  // S3 reads bodies by a schema.
  missingMember: path => new MalformedRequest('body', `The request lacks ${path}.`),
  deniedCode: 'AccessDenied',
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  internalError: { code: 'InternalError', message: 'We encountered an internal error. Please try again.' },
  unknownKey: {
    code: 'InvalidAccessKeyId',
    message: 'The AWS Access Key Id you provided does not exist in our records.',
    member: 'AWSAccessKeyId',
  },
  wrongRegion,
  hasGatewayEndpoint: true,
  honours: [
    'ExpectedBucketOwner',
    // Every bucket here is paid by its owner.
    'RequestPayer',
    // Digests are verified: content/expected-digests.ts.
    'ContentMD5',
    'ChecksumAlgorithm',
  ],
  checkSignature: checkPresigned,
  rewrite: addressed,
  operations: {
    AbortMultipartUpload: abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: createMultipartUpload,
    DeleteBucket: deleteBucket,
    DeleteBucketEncryption: deleteBucketEncryption,
    DeleteBucketLifecycle: deleteBucketLifecycle,
    DeleteBucketOwnershipControls: deleteBucketOwnershipControls,
    DeleteBucketPolicy: deleteBucketPolicy,
    DeleteBucketTagging: deleteBucketTagging,
    DeleteObject: deleteObject,
    DeleteObjectTagging: deleteObjectTagging,
    DeleteObjects: deleteObjects,
    DeletePublicAccessBlock: deletePublicAccessBlock,
    GetBucketEncryption: getBucketEncryption,
    GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
    GetBucketLocation: getBucketLocation,
    GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
    GetBucketOwnershipControls: getBucketOwnershipControls,
    GetBucketPolicy: getBucketPolicy,
    GetBucketPolicyStatus: getBucketPolicyStatus,
    GetBucketTagging: getBucketTagging,
    GetBucketVersioning: getBucketVersioning,
    GetObject: getObject,
    GetObjectAttributes: getObjectAttributes,
    GetObjectTagging: getObjectTagging,
    GetPublicAccessBlock: getPublicAccessBlock,
    HeadBucket: headBucket,
    HeadObject: headObject,
    ListBuckets: listBuckets,
    ListMultipartUploads: listMultipartUploads,
    ListObjectVersions: listObjectVersions,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListParts: listParts,
    PutBucketEncryption: putBucketEncryption,
    PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
    PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
    PutBucketOwnershipControls: putBucketOwnershipControls,
    PutBucketPolicy: putBucketPolicy,
    PutBucketTagging: putBucketTagging,
    PutBucketVersioning: putBucketVersioning,
    PutObject: putObject,
    PutObjectTagging: putObjectTagging,
    PutPublicAccessBlock: putPublicAccessBlock,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
  },
}

/** A parameter without value that selects an operation, its name in refusals, and the methods of its operations. */
export interface SubResource {
  readonly type: string
  readonly methods: readonly string[]
}

const subResource = (type: string, ...methods: readonly string[]): SubResource => ({ type, methods })

// Names and methods: https://github.com/brekkylab/backlot/blob/main/backlot/routers/s3.py (_BUCKET_WRITE_SELECTORS,
// _OBJECT_WRITE_SELECTORS), answers of September 2026.

/** The sub-resources of a bucket that are the bucket's at the path of a key, too. */
export const bucketAtKey: Readonly<Record<string, SubResource>> = {
  accelerate: subResource('ACCELERATE', 'GET', 'PUT'),
  cors: subResource('CORS', 'DELETE', 'GET', 'PUT'),
  delete: subResource('MULTI_OBJECT_DELETE', 'POST'),
  inventory: subResource('INVENTORY', 'DELETE', 'GET', 'PUT'),
  lifecycle: subResource('LIFECYCLE', 'DELETE', 'GET', 'PUT'),
  location: subResource('LOCATION', 'GET'),
  logging: subResource('LOGGING_STATUS', 'GET', 'PUT'),
  notification: subResource('NOTIFICATION', 'GET', 'PUT'),
  policy: subResource('BUCKETPOLICY', 'DELETE', 'GET', 'PUT'),
  replication: subResource('REPLICATION', 'DELETE', 'GET', 'PUT'),
  requestPayment: subResource('REQUEST_PAYMENT', 'GET', 'PUT'),
  versioning: subResource('VERSIONING', 'GET', 'PUT'),
  versions: subResource('BUCKETVERSIONS', 'GET'),
  website: subResource('WEBSITE', 'DELETE', 'GET', 'PUT'),
}

export const ofBucket: Readonly<Record<string, SubResource>> = {
  ...bucketAtKey,
  abac: subResource('BUCKET_ABAC', 'GET', 'PUT'),
  acl: subResource('ACL', 'GET', 'PUT'),
  analytics: subResource('ANALYTICS', 'DELETE', 'GET', 'PUT'),
  encryption: subResource('ENCRYPTION', 'DELETE', 'GET', 'PUT'),
  'intelligent-tiering': subResource('INTELLIGENT_TIERING', 'DELETE', 'GET', 'PUT'),
  metadataAnnotationTable: subResource('BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION', 'PUT'),
  metadataConfiguration: subResource('BUCKET_METADATA_CONFIGURATION', 'DELETE', 'GET', 'POST'),
  metadataInventoryTable: subResource('BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION', 'PUT'),
  metadataJournalTable: subResource('BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION', 'PUT'),
  metadataTable: subResource('BUCKET_METADATA_TABLE_CONFIGURATION', 'DELETE', 'GET', 'POST'),
  metrics: subResource('METRICS', 'DELETE', 'GET', 'PUT'),
  'object-lock': subResource('OBJECT_LOCK_CONFIGURATION', 'GET', 'PUT'),
  ownershipControls: subResource('OWNERSHIP_CONTROLS', 'DELETE', 'GET', 'PUT'),
  policyStatus: subResource('POLICY_STATUS', 'GET'),
  publicAccessBlock: subResource('PUBLIC_ACCESS_BLOCK', 'DELETE', 'GET', 'PUT'),
  restore: subResource('RESTORE', 'POST'),
  tagging: subResource('TAGGING', 'DELETE', 'GET', 'PUT'),
  uploads: subResource('UPLOADS', 'GET'),
}

export const ofObject: Readonly<Record<string, SubResource>> = {
  ...bucketAtKey,
  acl: subResource('ACL', 'GET', 'PUT'),
  attributes: subResource('OBJECT_ATTRIBUTES', 'GET'),
  encryption: subResource('OBJECT_ENCRYPTION', 'PUT'),
  'legal-hold': subResource('OBJECT_LOCK_LEGALHOLD', 'GET', 'PUT'),
  restore: subResource('RESTORE', 'POST'),
  retention: subResource('OBJECT_LOCK_RETENTION', 'GET', 'PUT'),
  select: subResource('SELECT', 'POST'),
  tagging: subResource('OBJECT_TAGGING', 'DELETE', 'GET', 'PUT'),
  torrent: subResource('TORRENT', 'GET'),
  uploadId: subResource('UPLOAD', 'DELETE', 'GET', 'POST'),
  uploads: subResource('UPLOADS', 'POST'),
}

/** A part of an upload: `partNumber` and `uploadId` together. */
export const part = subResource('PART', 'PUT')

import { FunctionVersion, InvocationType, LogType, PackageType } from '@aws-sdk/client-lambda'
import type { Constraint, Constraints } from '../../constraints.ts'
import { nameConstraints } from './name-constraints.ts'
import { permissionConstraints } from './permission-constraints.ts'
import { settingsConstraints } from './settings-constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json
const functionArn: Constraint = {
  length: [1, 256],
  pattern:
    /arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:\d{12}:(function:[a-zA-Z0-9-_]+(:(\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|capacity-provider:[a-zA-Z0-9-_]+)/,
}
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html; https://github.com/cloud-custodian/cloud-custodian/issues/2520
const tagKey: Constraint = { length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u }
const tagValue: Constraint = { length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u }
const invokeConfig = {
  MaximumEventAgeInSeconds: { range: [60, 21_600] },
  MaximumRetryAttempts: { range: [0, 2] },
} satisfies Readonly<Record<string, Constraint>>
const object = {
  S3Bucket: { length: [3, 63], pattern: /[0-9A-Za-z\.\-_]*(?<!\.)/ },
  S3Key: { length: [1, 1024] },
  S3ObjectVersion: { length: [1, 1024] },
} satisfies Readonly<Record<string, Constraint>>

export const constraints = {
  ...nameConstraints,
  everyOperation: {
    Code: { members: object },
    FunctionVersion: { enum: Object.values(FunctionVersion) },
    InvocationType: { enum: Object.values(InvocationType) },
    LogType: { enum: Object.values(LogType) },
    MaxItems: { range: [1, 10_000] },
    ReservedConcurrentExecutions: { range: [0, Number.MAX_SAFE_INTEGER] },
    Resource: functionArn,
    Tags: { keys: tagKey, values: tagValue },
    ...object,
  },
  AddPermission: { ...nameConstraints.AddPermission, ...permissionConstraints },
  CreateFunction: {
    ...nameConstraints.CreateFunction,
    ...settingsConstraints,
    PackageType: { enum: Object.values(PackageType) },
  },
  PutFunctionEventInvokeConfig: { ...nameConstraints.PutFunctionEventInvokeConfig, ...invokeConfig },
  RemovePermission: {
    ...nameConstraints.RemovePermission,
    StatementId: { length: [1, 100], pattern: /([a-zA-Z0-9-_.]+)/ },
  },
  UpdateFunctionEventInvokeConfig: { ...nameConstraints.UpdateFunctionEventInvokeConfig, ...invokeConfig },
  UpdateFunctionConfiguration: { ...nameConstraints.UpdateFunctionConfiguration, ...settingsConstraints },
} satisfies Constraints

import { ApplicationLogLevel, LogFormat, SystemLogLevel, TracingMode } from '@aws-sdk/client-lambda'
import type { Constraint } from '../../constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json, CreateFunctionRequest; enumerations are the SDK's own.
const accessPointArn =
  /arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:access-point\/fsap-[a-f0-9]{17}/

/** The constraints of CreateFunction and UpdateFunctionConfiguration. */
export const settingsConstraints: Readonly<Record<string, Constraint>> = {
  Description: { length: [0, 256] },
  Role: { pattern: /arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+/ },
  VpcConfig: { members: { SubnetIds: { length: [0, 16] }, SecurityGroupIds: { length: [0, 5] } } },
  FileSystemConfigs: { each: { members: { Arn: { length: [0, 256], pattern: accessPointArn } } } },
  LoggingConfig: {
    members: {
      LogFormat: { enum: Object.values(LogFormat) },
      ApplicationLogLevel: { enum: Object.values(ApplicationLogLevel) },
      SystemLogLevel: { enum: Object.values(SystemLogLevel) },
      LogGroup: { length: [1, 512], pattern: /[.\-_/#A-Za-z0-9]+/ },
    },
  },
  TracingConfig: { members: { Mode: { enum: Object.values(TracingMode) } } },
}

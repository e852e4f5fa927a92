import { ContextKeyTypeEnum } from '@aws-sdk/client-iam'
import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/iam/2010-05-08/service-2.json; enumerations are the SDK's own.
const name = /[\w+=,.@-]+/
const document: Constraint = { length: [1, 131_072], pattern: /[\u0009\u000A\u000D\u0020-\u00FF]+/ }
const arn: Constraint = { length: [20, 2048] }
const tagKey: Constraint = { length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u }
const tagValue: Constraint = { length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u }
const clientId: Constraint = { length: [1, 255] }

export const constraints = {
  everyOperation: {
    ActionNames: { each: { length: [3, 128] } },
    AssumeRolePolicyDocument: document,
    ClientID: clientId,
    ClientIDList: { each: clientId },
    ContextEntries: {
      each: {
        members: { ContextKeyName: { length: [5, 256] }, ContextKeyType: { enum: Object.values(ContextKeyTypeEnum) } },
      },
    },
    Description: { length: [0, 1000], pattern: /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/ },
    Marker: { length: [1, 320], pattern: /[\u0020-\u00FF]+/ },
    MaxItems: { range: [1, 1000] },
    MaxSessionDuration: { range: [3600, 43_200] },
    OpenIDConnectProviderArn: arn,
    Path: { length: [1, 512], pattern: /(\u002F)|(\u002F[\u0021-\u007E]+\u002F)/ },
    PathPrefix: { length: [1, 512], pattern: /\u002F[\u0021-\u007F]*/ },
    PermissionsBoundary: arn,
    PolicyArn: arn,
    PolicyDocument: document,
    PolicyName: { length: [1, 128], pattern: name },
    PolicySourceArn: arn,
    ResourceArns: { each: { length: [1, 2048] } },
    RoleName: { length: [1, 64], pattern: name },
    TagKeys: { length: [0, 50], each: tagKey },
    Tags: { length: [0, 50], each: { members: { Key: tagKey, Value: tagValue } } },
    ThumbprintList: { each: { length: [40, 40] } },
    Url: clientId,
  },
  // CreateRole has words of its own for other characters.
  CreateRole: { RoleName: { length: [1, 64] } },
} satisfies Constraints

import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/iam/2010-05-08/service-2.json
const RoleName: Constraint = { length: [1, 64], pattern: /[\w+=,.@-]+/ }
const PolicyName: Constraint = { length: [1, 128], pattern: /[\w+=,.@-]+/ }
const document: Constraint = { length: [1, 131_072], pattern: /[\u0009\u000A\u000D\u0020-\u00FF]+/ }
const role = {
  Description: { length: [0, 1000], pattern: /[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*/ },
  MaxSessionDuration: { range: [3600, 43_200] },
} as const
const Tags: Constraint = {
  length: [0, 50],
  each: {
    required: ['Key', 'Value'],
    members: {
      Key: { length: [1, 128], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]+/u },
      Value: { length: [0, 256], pattern: /[\p{L}\p{Z}\p{N}_.:/=+\-@]*/u },
    },
  },
}

export const constraints = {
  AttachRolePolicy: { PolicyArn: { length: [20, 2048] } },
  CreateRole: {
    RoleName: { length: [1, 64] },
    Path: { length: [1, 512], pattern: /(\u002F)|(\u002F[\u0021-\u007E]+\u002F)/ },
    AssumeRolePolicyDocument: document,
    PermissionsBoundary: { length: [20, 2048] },
    ...role,
    Tags,
  },
  PutRolePolicy: { RoleName, PolicyName, PolicyDocument: document },
  TagRole: { Tags },
  UpdateAssumeRolePolicy: { RoleName, PolicyDocument: document },
  UpdateRole: { RoleName, ...role },
} satisfies Constraints

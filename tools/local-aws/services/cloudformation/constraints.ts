import {
  Capability,
  ChangeSetType,
  DeletionMode,
  OnFailure,
  OnStackFailure,
  StackStatus,
  TemplateStage,
} from '@aws-sdk/client-cloudformation'
import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/cloudformation/2010-05-15/service-2.json; enumerations are the SDK's own.
const notEmpty: Constraint = { length: [1, Number.MAX_SAFE_INTEGER] }
const token: Constraint = { length: [1, 128], pattern: /[a-zA-Z0-9][-a-zA-Z0-9]*/ }
const nameOrArn: Constraint = {
  ...notEmpty,
  pattern: /([a-zA-Z][-a-zA-Z0-9]*)|(arn:\b(aws|aws-us-gov|aws-cn)\b:[-a-zA-Z0-9:\/._+]*)/,
}

export const constraints = {
  everyOperation: {
    Capabilities: { each: { enum: Object.values(Capability) } },
    ChangeSetName: { length: [1, 1600], pattern: /[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:\/]*/ },
    ChangeSetType: { enum: Object.values(ChangeSetType) },
    ClientRequestToken: token,
    ClientToken: { length: [1, 128] },
    DeletionMode: { enum: Object.values(DeletionMode) },
    Description: { length: [1, 1024] },
    NextToken: { length: [1, 1024] },
    OnFailure: { enum: Object.values(OnFailure) },
    OnStackFailure: { enum: Object.values(OnStackFailure) },
    ResourcesToSkip: { each: { pattern: /[a-zA-Z0-9]+|[a-zA-Z][-a-zA-Z0-9]*\.[a-zA-Z0-9]+/ } },
    RoleARN: { length: [20, 2048] },
    StackStatusFilter: { each: { enum: Object.values(StackStatus) } },
    Tags: { length: [0, 50], each: { members: { Key: { length: [1, 128] }, Value: { length: [1, 256] } } } },
    TemplateBody: notEmpty,
    TemplateStage: { enum: Object.values(TemplateStage) },
    TemplateURL: { length: [1, 5120] },
  },
  ContinueUpdateRollback: { StackName: nameOrArn },
  GetTemplateSummary: { StackName: nameOrArn },
  ListChangeSets: { StackName: nameOrArn },
  UpdateTerminationProtection: { StackName: nameOrArn },
} satisfies Constraints

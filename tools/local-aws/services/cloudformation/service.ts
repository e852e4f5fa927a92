import * as sdk from '@aws-sdk/client-cloudformation'
import type { Service } from '../../operation.ts'
import { query } from '../../protocols/query.ts'
import { ServiceModel } from '../../protocols/service-model.ts'
import { constraints } from './constraints.ts'
import { cancelUpdateStack } from './operations/cancel-update-stack.ts'
import { continueUpdateRollback } from './operations/continue-update-rollback.ts'
import { createChangeSet } from './operations/create-change-set.ts'
import { createStack } from './operations/create-stack.ts'
import { deleteChangeSet } from './operations/delete-change-set.ts'
import { deleteStack } from './operations/delete-stack.ts'
import { describeChangeSet } from './operations/describe-change-set.ts'
import { describeEvents } from './operations/describe-events.ts'
import { describeStackEvents } from './operations/describe-stack-events.ts'
import { describeStackResource } from './operations/describe-stack-resource.ts'
import { describeStackResources } from './operations/describe-stack-resources.ts'
import { describeStacks } from './operations/describe-stacks.ts'
import { executeChangeSet } from './operations/execute-change-set.ts'
import { getTemplate } from './operations/get-template.ts'
import { getTemplateSummary } from './operations/get-template-summary.ts'
import { listChangeSets } from './operations/list-change-sets.ts'
import { listExports } from './operations/list-exports.ts'
import { listImports } from './operations/list-imports.ts'
import { listStackResources } from './operations/list-stack-resources.ts'
import { listStacks } from './operations/list-stacks.ts'
import { updateStack } from './operations/update-stack.ts'
import { updateTerminationProtection } from './operations/update-termination-protection.ts'
import { validateTemplate } from './operations/validate-template.ts'
import { repeatedTag, reservedTag, tooManyTags } from './stack-tags.ts'

export const cloudFormation: Service = {
  signingName: 'cloudformation',
  protocol: query,
  model: new ServiceModel(sdk, 'http://cloudformation.amazonaws.com/doc/2010-05-15/'),
  validationErrorCode: 'ValidationError',
  tagRefusals: { reserved: reservedTag, twice: repeatedTag, tooMany: tooManyTags },
  constraints,
  deniedCode: 'AccessDenied',
  operations: {
    CancelUpdateStack: cancelUpdateStack,
    ContinueUpdateRollback: continueUpdateRollback,
    CreateChangeSet: createChangeSet,
    CreateStack: createStack,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DescribeChangeSet: describeChangeSet,
    DescribeEvents: describeEvents,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResource: describeStackResource,
    DescribeStackResources: describeStackResources,
    DescribeStacks: describeStacks,
    ExecuteChangeSet: executeChangeSet,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ListChangeSets: listChangeSets,
    ListExports: listExports,
    ListImports: listImports,
    ListStackResources: listStackResources,
    ListStacks: listStacks,
    UpdateStack: updateStack,
    UpdateTerminationProtection: updateTerminationProtection,
    ValidateTemplate: validateTemplate,
  },
}

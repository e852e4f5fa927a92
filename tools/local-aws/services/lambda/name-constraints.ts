import type { Constraint, Constraints } from '../../constraints.ts'

// botocore/data/lambda/2015-03-31/service-2.json: FunctionName, NamespacedFunctionName, NumericLatestPublishedOrAliasQualifier
const unqualified: Constraint = {
  length: [1, 140],
  pattern:
    /(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?/,
}
const namespaced: Constraint = {
  length: [1, 256],
  pattern:
    /(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?/,
}
const qualifier: Constraint = { length: [1, 128], pattern: /\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+/ }
const qualified = { FunctionName: namespaced, Qualifier: qualifier }

/** The allowed names of a function in each operation. */
export const nameConstraints = {
  AddPermission: qualified,
  CreateFunction: { FunctionName: unqualified },
  DeleteFunction: qualified,
  DeleteFunctionConcurrency: { FunctionName: unqualified },
  DeleteFunctionEventInvokeConfig: qualified,
  GetFunction: qualified,
  GetFunctionConcurrency: { FunctionName: unqualified },
  GetFunctionConfiguration: qualified,
  GetFunctionEventInvokeConfig: qualified,
  GetPolicy: qualified,
  Invoke: qualified,
  PutFunctionConcurrency: { FunctionName: unqualified },
  PutFunctionEventInvokeConfig: qualified,
  RemovePermission: qualified,
  UpdateFunctionCode: { FunctionName: unqualified },
  UpdateFunctionConfiguration: { FunctionName: unqualified },
  UpdateFunctionEventInvokeConfig: qualified,
} satisfies Constraints

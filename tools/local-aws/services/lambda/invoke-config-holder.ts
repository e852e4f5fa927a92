import { AwsError } from '../../aws-error.ts'
import type { LambdaFunction } from './function-model.ts'
import { functionReference } from './function-name.ts'
import type { Account } from './operation.ts'

/**
 * Returns the function whose event invoke config is requested.
 *
 * @throws AwsError 404 if it has none, in the same words if there is no such function or version (recorded/lambda.yaml)
 */
export function invokeConfigHolder(
  account: Account,
  { FunctionName, Qualifier }: { readonly FunctionName: string | undefined; readonly Qualifier?: string | undefined },
): LambdaFunction & Required<Pick<LambdaFunction, 'eventInvokeConfig'>> {
  const { name, qualifier = Qualifier ?? '$LATEST' } = functionReference(FunctionName!)
  const holder = account.lambda.functions.get(name)
  if (qualifier === '$LATEST' && holder?.eventInvokeConfig) return holder as ReturnType<typeof invokeConfigHolder>
  const arn = `${account.arn('lambda', `function:${name}`)}:${qualifier}`
  throw new AwsError('ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`, 404)
}

/** @throws AwsError 404 if there is no such function */
export function checkFunctionExists(account: Account, functionName: string): void {
  if (account.lambda.functions.has(functionReference(functionName).name)) return
  throw new AwsError('ResourceNotFoundException', "The function doesn't exist.", 404)
}

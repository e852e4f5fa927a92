import type { Account } from '../../account.ts'
import { AwsError } from '../../aws-error.ts'
import type { InvocationRequest, InvocationResult, ServiceInvoker } from './invocation.ts'

export class LambdaState {
  readonly account: Account

  constructor(account: Account) {
    this.account = account
  }

  /** @throws AwsError as the Invoke API: AccessDeniedException, ResourceNotFoundException, EFSMount…, TooManyRequestsException */
  async invoke(request: InvocationRequest): Promise<InvocationResult> {
    throw new AwsError('ResourceNotFoundException', `Function not found: ${request.functionName}`, 404)
  }

  /** Whether the function exists and its resource policy lets this service invoke it for this source. */
  allowsService(_functionArn: string, _invoker: ServiceInvoker): boolean {
    return false
  }

  async close(): Promise<void> {}
}

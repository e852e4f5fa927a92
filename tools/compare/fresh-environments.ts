import {
  GetFunctionConfigurationCommand,
  type LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { functionUpdated } from '../command/function-settled.ts'
import { uninterrupted } from '../command/uninterrupted.ts'

const nonceVariable = 'MEASUREMENT_NONCE'

/**
 * Retires the environments of functions, as tools/measure/cold-starts.ts does: a changed environment variable makes the
 * next call a cold start. `restore` gives back the variables of the template.
 */
export class FreshEnvironments {
  readonly #lambda: LambdaClient
  readonly #variables = new Map<string, Record<string, string>>()
  #count = 0

  constructor(lambda: LambdaClient) {
    this.#lambda = lambda
  }

  async retire(functionName: string): Promise<void> {
    const variables = this.#variables.get(functionName) ?? (await this.#variablesOf(functionName))
    this.#variables.set(functionName, variables)
    this.#count += 1
    await this.#configure(functionName, { ...variables, [nonceVariable]: `${Date.now()}-${this.#count}` })
  }

  async restore(): Promise<void> {
    await uninterrupted(async () => {
      for (const [name, variables] of this.#variables) await this.#configure(name, variables)
    })
    this.#variables.clear()
  }

  async #variablesOf(FunctionName: string): Promise<Record<string, string>> {
    const { Environment } = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    // A killed run could not restore the variables.
    const { [nonceVariable]: _left, ...variables } = Environment?.Variables ?? {}
    return variables
  }

  async #configure(FunctionName: string, Variables: Record<string, string>): Promise<void> {
    const command = new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } })
    await this.#lambda.send(command)
    await functionUpdated(this.#lambda, FunctionName)
  }
}

import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { uninterrupted } from '../command/uninterrupted.ts'
import { configureFunction, measurementMarker } from '../deploy/left-configuration.ts'

/**
 * Retires the environments of functions: a changed environment variable makes the next call a cold start. `restore` gives
 * back the variables of the template, so that the stack does not drift.
 */
export class FreshEnvironments {
  readonly #lambda: LambdaClient
  readonly #variables = new Map<string, Record<string, string>>()
  #count = 0

  constructor(lambda: LambdaClient) {
    this.#lambda = lambda
  }

  /** Returns when the function takes calls again. */
  async retire(functionName: string): Promise<void> {
    const variables = this.#variables.get(functionName) ?? (await this.#variablesOf(functionName))
    this.#variables.set(functionName, variables)
    this.#count += 1
    const marked = { ...variables, [measurementMarker]: `${Date.now()}-${this.#count}` }
    await configureFunction(this.#lambda, functionName, { variables: marked })
  }

  /** Also after Ctrl-C. */
  async restore(): Promise<void> {
    await uninterrupted(async () => {
      for (const [name, variables] of this.#variables) await configureFunction(this.#lambda, name, { variables })
    })
    this.#variables.clear()
  }

  async #variablesOf(FunctionName: string): Promise<Record<string, string>> {
    const { Environment } = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    // A killed run could not restore the variables.
    const { [measurementMarker]: _left, ...variables } = Environment?.Variables ?? {}
    return variables
  }
}

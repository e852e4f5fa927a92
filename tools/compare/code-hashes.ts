import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import type { Cell } from './cells.ts'

/** The hash of the code of each function of the cells, as Lambda has it after the measurement. */
export async function codeHashes(
  lambda: LambdaClient,
  cells: readonly Pick<Cell, 'functionName'>[],
): Promise<Record<string, string>> {
  const code: Record<string, string> = {}
  for (const FunctionName of new Set(cells.map(cell => cell.functionName))) {
    const { CodeSha256 = '' } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    code[FunctionName] = CodeSha256
  }
  return code
}

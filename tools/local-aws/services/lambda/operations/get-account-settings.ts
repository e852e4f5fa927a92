import type { GetAccountSettingsRequest, GetAccountSettingsResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../operation.ts'

export const getAccountSettings: Operation<GetAccountSettingsRequest, GetAccountSettingsResponse> = {
  honours: [],
  permissions: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
  run: (_input, { account }) => {
    const functions = [...account.lambda.functions.values()]
    const { concurrentExecutions } = account.settings
    const reserved = functions.reduce((sum, one) => sum + (one.reservedConcurrency ?? 0), 0)
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrentExecutions,
        UnreservedConcurrentExecutions: concurrentExecutions - reserved,
      },
      AccountUsage: {
        TotalCodeSize: functions.reduce((sum, one) => sum + one.code.size, 0),
        FunctionCount: functions.length,
      },
    }
  },
}

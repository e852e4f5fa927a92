import type { MethodSetting } from '@aws-sdk/client-api-gateway'
import type { Account } from '../operation.ts'
import type { RestApi, Stage } from '../rest-api.ts'

/** `tokens` is the number of allowed calls; `rate` are added each second, up to `burst`. */
export interface TokenBucket {
  tokens: number
  updatedAt: number
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html */
export function admits(account: Account, api: RestApi, stage: Stage, path: string, httpMethod: string): boolean {
  const setting = methodSetting(stage, path, httpMethod)
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = setting ?? {}
  if (rate === undefined || burst === undefined || rate < 0 || burst < 0) return true
  const key = `${api.id}/${stage.stageName}/${path}/${httpMethod}`
  const now = account.now().getTime()
  const buckets = account.apiGateway.tokenBuckets
  const bucket = buckets.get(key) ?? { tokens: burst, updatedAt: now }
  bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.updatedAt) / 1000) * rate)
  bucket.updatedAt = now
  buckets.set(key, bucket)
  if (bucket.tokens < 1) return false
  bucket.tokens -= 1
  return true
}

function methodSetting(stage: Stage, path: string, httpMethod: string): MethodSetting | undefined {
  const exact = `${path.replaceAll('/', '~1')}/${httpMethod}`
  return stage.methodSettings[exact] ?? stage.methodSettings['*/*']
}

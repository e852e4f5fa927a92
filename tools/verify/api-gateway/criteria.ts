import type { Criterion } from '../criterion.ts'
import { answers } from './answers.ts'
import { cors } from './cors.ts'
import { ingestRoute, predictRoute } from './function-routes.ts'
import { lambdaProxy } from './lambda-proxy.ts'
import { passedOn } from './passed-on.ts'

export const apiGatewayCriteria: readonly Criterion[] = [
  ingestRoute,
  predictRoute,
  lambdaProxy,
  passedOn,
  answers,
  cors,
]

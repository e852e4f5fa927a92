// Before version 4 AWS's runtime interface client is a library. This program starts it as Lambda does.
import { run } from './client.mjs'

await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER)

import { once } from 'node:events'
import { errorLines } from '../command/error-lines.ts'
import { startLocalAws } from './server.ts'

/**
 * The local AWS as a program: `node tools/run.mjs local-aws/main [PORT [REGION]]`. When it listens, it prints one line
 * of JSON, `{ endpoint, environment }`. It prints on standard error what AWS would not reveal. It ends, and cleans up,
 * when its standard input ends or on SIGINT or SIGTERM.
 */
const print = (sentence: string) => void process.stderr.write(`${sentence}\n`)
const aws = await startLocalAws({
  port: Number(process.argv[2] ?? 0),
  ...(process.argv[3] && { region: process.argv[3] }),
  announce: print,
  diagnose: print,
}).catch((error: unknown) => {
  process.stderr.write(`${errorLines(error, Boolean(process.env.DEBUG)).join('\n')}\n`)
  process.exit(1)
})
process.stdout.write(`${JSON.stringify({ endpoint: aws.endpoint, environment: aws.environment })}\n`)

// The parent holds our standard input open, so this process ends with the parent in any case.
process.stdin.resume()
await Promise.race([
  once(process.stdin, 'end'),
  once(process.stdin, 'close'),
  once(process, 'SIGTERM'),
  once(process, 'SIGINT'),
])
// A second signal, which Ctrl-C sends to a whole process group, must not interrupt the clean-up.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {})
await aws.close()
process.exit(0)

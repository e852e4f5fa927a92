import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The program in a runtime folder with which Node is started. */
export const runtimeProgram = 'index.mjs'

const require = createRequire(import.meta.url)
const ours = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/**
 * Makes `folder` a copy of Lambda's /var/runtime: AWS's runtime interface client, version 4 for nodejs24.x and 3 for
 * nodejs22.x, with our program in place of its native part. The client loads `./rapid-client.node`, for which Node also
 * accepts a file of that name with `.js` at its end (nodejs.org/api/modules.html#file-modules).
 */
export async function makeRuntimeFolder(folder: string, runtime: string): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    'rapid-client.node.js': ours('native-client.cjs'),
    ...(runtime === 'nodejs22.x'
      ? { [runtimeProgram]: ours('start-nodejs22.mjs'), 'client.mjs': require.resolve('aws-lambda-ric-nodejs22') }
      : { [runtimeProgram]: require.resolve('aws-lambda-ric') }),
  }
  await mkdir(folder, { recursive: true, mode: 0o755 })
  for (const [name, source] of Object.entries(files)) {
    await copyFile(source, join(folder, name))
    // The function's user can read it, whatever umask the packages were installed with.
    await chmod(join(folder, name), 0o644)
  }
}

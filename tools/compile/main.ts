import { fileURLToPath } from 'node:url'
import { compileCommands } from './compile-commands.ts'

/** The program that `tools/run.mjs` runs when there are no bundles of the commands, or old ones. */
await compileCommands(fileURLToPath(new URL('../..', import.meta.url)))

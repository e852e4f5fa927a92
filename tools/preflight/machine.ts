import { readFileSync, statSync } from 'node:fs'
import { CommandError } from '../command/command-error.ts'
import { type PlatformChoice, targetPlatform } from '../deploy/target-platform.ts'
import { onnxRuntimeFiles } from '../package/onnx-runtime-files.ts'
import { type Finding, ok } from './finding.ts'

/** Checks this machine: its Node, and the binaries for the Consumer's package. */
export async function checkMachine(
  choice: PlatformChoice,
  endpoint: string | undefined,
  node = process.versions.node,
): Promise<Finding[]> {
  const target = targetPlatform(choice, { endpoint })
  return [nodeVersion(node), await binaries(target)]
}

function nodeVersion(node: string): Finding {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { engines } = JSON.parse(manifest) as { engines: { node: string } }
  const needed = engines.node.replace('>=', '')
  if (isAtLeast(node, needed)) return ok('Node.js', `${node}, at least ${needed} is needed`)
  return {
    check: 'Node.js',
    outcome: 'problem',
    sentence: `This is Node.js ${node}; the tools need ${needed} or later.`,
    nextStep: 'Install a later Node.js (https://nodejs.org), then `npm ci` again.',
  }
}

async function binaries(target: ReturnType<typeof targetPlatform>): Promise<Finding> {
  const check = 'packaging'
  const name = `${target.platform}/${target.arch}`
  try {
    const files = await onnxRuntimeFiles(target)
    const megabytes = files.reduce((sum, { path }) => sum + statSync(path).size, 0) / 1024 ** 2
    return ok(check, `ONNX Runtime for ${name} is installed, ${megabytes.toFixed(0)} MiB`)
  } catch (error) {
    const nextStep = (error instanceof CommandError && error.nextStep) || 'Run: npm ci'
    return { check, outcome: 'problem', sentence: `${name}: ${(error as Error).message.split('\n')[0]}`, nextStep }
  }
}

function isAtLeast(version: string, needed: string): boolean {
  const [have, need] = [version, needed].map(text => text.split('.').map(Number))
  for (const [index, least] of need!.entries()) {
    const difference = (have![index] ?? 0) - least
    if (difference !== 0) return difference > 0
  }
  return true
}

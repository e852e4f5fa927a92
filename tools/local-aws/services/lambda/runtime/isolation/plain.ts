import { spawn } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { runtimeProgram } from '../node-client/runtime-folder.ts'
import type { Isolation, Sandbox } from './isolation.ts'
import { PathTranslation, type Place } from './path-translation.ts'

/**
 * The isolation without namespaces (macOS, kernels and containers that forbid them). The function sees the host's file
 * system and runs as the user who started the local AWS. Its environment variables have the real paths, and its output
 * has Lambda's.
 */
export const plain: Isolation = {
  name: 'none',
  start: (sandbox, ready) => {
    const { codeDirectory, mount, environment } = sandbox
    const paths = new PathTranslation(variablePlaces(sandbox))
    const variables = {
      // The system's own default on Lambda, where /tmp belongs to the environment.
      TMPDIR: '/tmp',
      // Without this variable a function would use the mount's path itself.
      ...(mount && { EFS_MOUNT_PATH: mount.localMountPath }),
      ...environment,
    }
    const { AWS_LAMBDA_EXEC_WRAPPER: wrapper } = environment
    const [command, ...words] = [
      ...(wrapper ? [paths.toHost(wrapper)] : []),
      process.execPath,
      ...sandbox.nodeFlags,
      join(sandbox.runtimeDirectory, runtimeProgram),
    ]
    const child = spawn(command!, words, {
      cwd: codeDirectory,
      env: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, paths.toHost(value)])),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      detached: true,
    })
    child.once('spawn', ready)
    return child
  },
  outgoing: sandbox => {
    const places = variablePlaces(sandbox)
    // A process knows its folders by their real names, which differ if a link leads to them (macOS: /var, /tmp).
    const real = places.map(({ onLambda, onHost }) => ({ onLambda, onHost: realpathSync(onHost) }))
    const paths = new PathTranslation([...places, ...real])
    return bytes => paths.toLambda(bytes)
  },
}

function variablePlaces({ codeDirectory, runtimeDirectory, scratchDirectory, mount }: Sandbox): Place[] {
  return [
    // An access point rooted at / has its slash at the end.
    ...(mount ? [{ onLambda: mount.localMountPath, onHost: mount.directory.replace(/(?<=.)\/$/, '') }] : []),
    { onLambda: '/var/task', onHost: codeDirectory },
    { onLambda: '/var/runtime', onHost: runtimeDirectory },
    { onLambda: '/tmp', onHost: scratchDirectory },
  ]
}

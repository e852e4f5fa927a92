import { commandLine } from './prefix.ts'

/** The result of a deployment, for the phases after it. */
export interface Deployment {
  readonly stackName: string
  readonly stackId: string
  readonly region: string
  readonly accountId: string
  /** The outputs of the root stack, by name. */
  readonly outputs: Readonly<Record<string, string>>
  readonly artifacts: {
    readonly bucket: string
    readonly functions: Readonly<Record<'producer' | 'consumer', StoredBundle>>
    /** SHA-256 of each uploaded template by its name: `main`, `api` … */
    readonly templates: Readonly<Record<string, string>>
  }
  readonly durationMs: number
  /** False if the stack needed no change. */
  readonly changed: boolean
  /** The base address of the API: append /ingest or /predict. */
  readonly apiUrl: string
}

export interface StoredBundle {
  readonly key: string
  readonly sha256: string
  readonly bytes: number
}

/**
 * Returns the base address of the API. If the API is on another endpoint, Amazon's host name leads nowhere, and the
 * path names the API and its stage instead.
 */
export function apiUrl(outputs: Readonly<Record<string, string>>, endpoint: string | undefined): string {
  if (endpoint === undefined) return outputs.ApiUrl!
  return `${endpoint.replace(/\/$/, '')}/restapis/${outputs.ApiId}/${outputs.StageName}/_user_request_`
}

/** Lists the outputs and the next commands, for people. */
export function deploymentSummary(deployment: Deployment): string {
  const width = Math.max(...Object.keys(deployment.outputs).map(name => name.length))
  const outputs = Object.entries(deployment.outputs).map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  const post = (path: string, body: object) =>
    `  curl -sS ${deployment.apiUrl}/${path} -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
  const seconds = (deployment.durationMs / 1000).toFixed(1)
  return [
    `Stack ${deployment.stackName} is ${deployment.changed ? 'deployed' : 'unchanged'} (${seconds} s)`,
    ...outputs,
    '',
    'Next steps',
    '  Store something, then ask for a missing file (404 NOT_FOUND):',
    post('ingest', { key: 'inputs/hello.txt', data: 'hello' }),
    post('predict', { fileId: 'no-such-file', model: 'no-such-model' }),
    `  Remove everything: ${commandLine('destroy', deployment.stackName)}`,
  ].join('\n')
}

import { fileIdOf } from '../../functions/working-set/file-id.ts'
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
  const seconds = (deployment.durationMs / 1000).toFixed(1)
  return [
    `Stack ${deployment.stackName} is ${deployment.changed ? 'deployed' : 'unchanged'} (${seconds} s)`,
    ...outputs,
    '',
    'Next steps',
    '  Have a handwritten digit read. The largest of the ten probabilities is the one at position 7, counted from 0:',
    ...firstPrediction(deployment).map(line => `  ${line}`),
    // A page has no keys with which it could sign.
    ...(deployment.outputs.ApiAuthorization === 'AWS_IAM'
      ? []
      : [`  Or draw one: ${drawingPage}?api=${encodeURIComponent(deployment.apiUrl)}`]),
    `  Remove everything: ${commandLine('destroy', deployment.stackName)}`,
  ].join('\n')
}

const drawingPage = new URL('../../docs/playground/index.html', import.meta.url).href
const sample = 'tools/model/samples/digit-7.json'
const key = 'inputs/digit-7.json'

/**
 * Three commands, typed in the repository, that put the model in, send it a seven, and have it read. If the API asks for
 * a signature, curl signs with the keys in the environment.
 */
export function firstPrediction({
  apiUrl,
  outputs,
  region,
}: Pick<Deployment, 'apiUrl' | 'outputs' | 'region'>): string[] {
  const signing = outputs.ApiAuthorization === 'AWS_IAM' ? `${signedFor(region, 'execute-api')} ` : ''
  const post = (path: string, body: string) =>
    `curl -sS ${signing}${apiUrl}/${path} -H 'Content-Type: application/json' -d ${body}`
  const data = `"'$(base64 < ${sample} | tr -d '\\n')'"`
  const { origin } = new URL(apiUrl)
  const place = `${outputs.BucketName}/models/digits.onnx`
  // On another endpoint than Amazon's the keys are in the environment, and curl signs by them.
  const put =
    apiUrl === outputs.ApiUrl
      ? `aws s3 cp tools/model/digits.onnx s3://${place} --region ${region}`
      : `curl -fsS ${signedFor(region, 's3')} -T tools/model/digits.onnx ${origin}/${place}`
  return [
    put,
    post('ingest', `'{"key":"${key}","encoding":"base64","data":${data}}'`),
    post('predict', `'${JSON.stringify({ fileId: fileIdOf(key), model: 'digits' })}'`),
  ]
}

/** curl's options. Without a session there must be no header for its token: curl would sign an empty one and not send it. */
function signedFor(region: string, service: 's3' | 'execute-api'): string {
  const token = '${AWS_SESSION_TOKEN:+-H} ${AWS_SESSION_TOKEN:+"X-Amz-Security-Token: $AWS_SESSION_TOKEN"}'
  const keys = `--aws-sigv4 aws:amz:${region}:${service} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`
  return service === 'execute-api' ? `${keys} ${token}` : keys
}

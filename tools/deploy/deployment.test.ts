import t from 'tap'
import { apiUrl, type Deployment, deploymentSummary } from './deployment.ts'

t.test('the API has its own host on AWS and a path on another endpoint', async t => {
  const outputs = { ApiId: 'abc', StageName: 'prod', ApiUrl: 'https://abc.execute-api.us-east-1.amazonaws.com/prod' }
  t.equal(apiUrl(outputs, undefined), outputs.ApiUrl)
  for (const endpoint of ['http://127.0.0.1:1234', 'http://127.0.0.1:1234/'])
    t.equal(apiUrl(outputs, endpoint), 'http://127.0.0.1:1234/restapis/abc/prod/_user_request_')
})

const onAws = 'https://abc.execute-api.eu-west-1.amazonaws.com/prod'
const deployment = (change: Partial<Deployment>, outputs: object = {}) =>
  ({
    stackName: 'demo',
    region: 'eu-west-1',
    durationMs: 61_260,
    changed: true,
    apiUrl: onAws,
    outputs: { ApiUrl: onAws, BucketName: 'demo-models', ...outputs },
    ...change,
  }) as Deployment
const linesOf = (change: Partial<Deployment> = {}, outputs?: object) =>
  deploymentSummary(deployment(change, outputs)).split('\n')
const signed = (service: string) =>
  `--aws-sigv4 aws:amz:eu-west-1:${service} --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`
const data = `"'$(base64 < tools/model/samples/digit-7.json | tr -d '\\n')'"`
const ingest = `-H 'Content-Type: application/json' -d '{"key":"inputs/digit-7.json","encoding":"base64","data":${data}}'`
const predict = `-H 'Content-Type: application/json' -d '{"fileId":"digit-7.json-13edac4f2008cda0594349a91c6ed4a216480e3d","model":"digits"}'`

t.test('the summary has the outputs, and the next commands to type', async t => {
  const lines = linesOf()
  t.same(lines.slice(0, 8), [
    'Stack demo is deployed (61.3 s)',
    `  ApiUrl      ${onAws}`,
    '  BucketName  demo-models',
    '',
    'Next steps',
    '  Have a handwritten digit read. The largest of the ten probabilities is the one at position 7, counted from 0:',
    '  aws s3 cp tools/model/digits.onnx s3://demo-models/models/digits.onnx --region eu-west-1',
    `  curl -sS ${onAws}/ingest ${ingest}`,
  ])
  t.equal(lines[8], `  curl -sS ${onAws}/predict ${predict}`)
  t.match(lines[9], /^ {2}Or draw one: file:.*\/docs\/playground\/index\.html\?api=https%3A%2F%2Fabc\.execute-api/)
  t.same(lines.slice(10), ['  Remove everything: npm run destroy -- --prefix demo'])
  t.equal(linesOf({ changed: false, durationMs: 940 })[0], 'Stack demo is unchanged (0.9 s)')
})

t.test('the commands for an API that asks for a signature sign, and a page cannot', async t => {
  const lines = linesOf({}, { ApiAuthorization: 'AWS_IAM' })
  const token = '${AWS_SESSION_TOKEN:+-H} ${AWS_SESSION_TOKEN:+"X-Amz-Security-Token: $AWS_SESSION_TOKEN"}'
  t.equal(lines[8], `  curl -sS ${signed('execute-api')} ${token} ${onAws}/ingest ${ingest}`)
  t.equal(lines[10], '  Remove everything: npm run destroy -- --prefix demo')
})

t.test('on another endpoint curl puts the model, with a signature', async t => {
  const apiUrl = 'http://127.0.0.1:4566/restapis/abc/prod/_user_request_'
  t.equal(
    linesOf({ apiUrl })[6],
    `  curl -fsS ${signed('s3')} -T tools/model/digits.onnx http://127.0.0.1:4566/demo-models/models/digits.onnx`,
  )
})

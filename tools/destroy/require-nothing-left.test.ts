import t from 'tap'
import { problemOf } from './require-nothing-left.ts'

const nothing = { prefix: 'demo', removed: [], leftovers: [], notOurs: [], unchecked: [], failures: [] }
const refusal = (action: string) => `User: arn:aws:iam::1:role/a is not authorized to perform: ${action} on resource: *`

t.test('if nothing is left, the error of a failed step is the problem', async t => {
  t.equal(problemOf(nothing), undefined)
  const failure = new Error('The bucket is not empty.')
  t.equal(problemOf({ ...nothing, failures: [failure, new Error('no')] }), failure)
})

t.test('leftovers are reported first, then impossible searches and errors of failed steps', async t => {
  const failure = new Error('no')
  const leftovers = [{ type: 'AWS::S3::Bucket', id: 'a', commands: ['aws s3 rb s3://a'] }]
  const destruction = { ...nothing, leftovers, unchecked: ['AWS::EC2::VPC: no'], failures: [failure] }
  t.match(problemOf(destruction), {
    code: 'LEFTOVERS',
    message: 'Still there:\n  AWS::S3::Bucket  a\n      aws s3 rb s3://a\nCould not search for:\n  AWS::EC2::VPC: no\n',
    nextStep: /^Run the commands in this order .*; then `npm run destroy -- --prefix demo`\.$/,
    cause: failure,
  })
})

t.test('impossible searches are reported with the permissions that they need, each once', async t => {
  const unchecked = [
    `AWS::IAM::Role: ${refusal('iam:GetRole')}`,
    `policies of a: ${refusal('iam:GetRole')}`,
    `AWS::EC2::VPC: ${refusal('ec2:DescribeVpcs')}`,
    'AWS::S3::Bucket: Please reduce your request rate.',
  ]
  t.match(problemOf({ ...nothing, unchecked }), {
    code: 'NOT_VERIFIED',
    message: `Whether anything is left of demo is not known.\nCould not search for:\n  ${unchecked.join('\n  ')}\n`,
    nextStep:
      /^Allow iam:GetRole, ec2:DescribeVpcs to the credentials in use .*; then `npm run destroy -- --prefix demo`\.$/,
  })
})

t.test('if no permission is missing, the next step asks for none', async t => {
  const failure = new Error('no')
  const unchecked = ['AWS::S3::Bucket: Please reduce your request rate.']
  t.match(problemOf({ ...nothing, unchecked, failures: [failure] }), {
    code: 'NOT_VERIFIED',
    nextStep: /^Remove the causes that the lines above name; then/,
    cause: failure,
  })
})

import t from 'tap'
import { nextStepFor } from './reason-next-step.ts'

t.test('a known reason of CloudFormation gets a next step', async t => {
  t.match(nextStepFor('demo-producer already exists in stack arn:…'), '--prefix')
  t.match(nextStepFor('User: arn:… is not authorized to perform: iam:CreateRole'), '--role-arn')
  t.equal(nextStepFor('something new'), undefined)
})

import t from 'tap'
import { nextStepFor } from './reason-next-step.ts'

t.test('a reason that is known gives what to do about it', async t => {
  t.match(nextStepFor('demo-producer already exists in stack arn:…'), '--prefix')
  t.match(nextStepFor('User: arn:… is not authorized to perform: iam:CreateRole'), '--role-arn')
  t.equal(nextStepFor('something new'), undefined)
})

import t from 'tap'
import { nextStepFor } from './reason-next-step.ts'

t.test('a known reason of CloudFormation gets a next step', async t => {
  t.match(nextStepFor('demo-producer already exists in stack arn:…'), '--prefix')
  t.match(nextStepFor('User: arn:… is not authorized to perform: iam:CreateRole'), '--role-arn')
  t.equal(nextStepFor('something new'), undefined)
})

t.test('each known reason has its own next step, whatever its case', async t => {
  const steps: Record<string, readonly string[]> = {
    'deploy again in some minutes, or use another --prefix': [
      'OperationAborted',
      'A conflicting conditional operation is currently in progress',
    ],
    'Something else has that name': ['x Already Exists', 'already owned by you', 'BucketAlreadyExists'],
    'Allow that action to the credentials in use, or give --role-arn': [
      'AccessDenied',
      'API: s3:CreateBucket Access Denied',
      'UnauthorizedOperation',
      'is not authorized to perform',
    ],
    'lower the parameter, or raise the quota in Service Quotas': [
      'Specified ReservedConcurrentExecutions decreases',
      'UnreservedConcurrentExecution below its minimum',
      "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 3008",
      'MemorySize must be smaller than or equal to 3008',
    ],
    'Set the CloudWatch role of API Gateway in this Region once': ['CloudWatch Logs role ARN must be set in account'],
    'A quota of the account is used up: remove what is not needed': [
      'Limit Exceeded',
      'VpcLimitExceeded',
      'The maximum number of VPCs has been reached',
      'over your quota',
    ],
    'Empty the bucket and remove the stack: `npm run destroy`': [
      'The stack cannot be deleted while it is not empty',
      'BucketNotEmpty',
      'The bucket you tried to delete is not empty',
    ],
  }
  for (const [step, reasons] of Object.entries(steps)) {
    for (const reason of reasons) t.match(nextStepFor(reason), step, reason)
  }
  for (const other of ['MemorySize is odd', 'authorized', 'it is not empty']) t.equal(nextStepFor(other), undefined)
})

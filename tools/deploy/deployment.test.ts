import t from 'tap'
import { apiUrl } from './deployment.ts'

t.test('the API has its own host on AWS and a path on another endpoint', async t => {
  const outputs = { ApiId: 'abc', StageName: 'prod', ApiUrl: 'https://abc.execute-api.us-east-1.amazonaws.com/prod' }
  t.equal(apiUrl(outputs, undefined), outputs.ApiUrl)
  t.equal(apiUrl(outputs, 'http://127.0.0.1:1234'), 'http://127.0.0.1:1234/restapis/abc/prod/_user_request_')
})

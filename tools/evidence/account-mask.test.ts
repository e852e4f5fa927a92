import t from 'tap'
import { maskAccount } from './account-mask.ts'

t.test('every account ID is replaced, and longer numbers that contain it are not', async t => {
  const bundle = {
    arn: 'arn:aws:iam::210987654321:role/r',
    command: 'npm run demo -- --role-arn arn:aws:iam::210987654321:role/210987654321-x',
    files: [{ content: '{"OwnerId":"210987654321","url":"arn%3Aaws%3Aiam%3A%3A210987654321%3Arole"}' }],
    longer: ['2109876543210', '9210987654321'],
    count: 5,
  }
  t.same(maskAccount(bundle, '210987654321'), {
    arn: 'arn:aws:iam::111122223333:role/r',
    command: 'npm run demo -- --role-arn arn:aws:iam::111122223333:role/111122223333-x',
    files: [{ content: '{"OwnerId":"111122223333","url":"arn%3Aaws%3Aiam%3A%3A111122223333%3Arole"}' }],
    longer: ['2109876543210', '9210987654321'],
    count: 5,
  })
})

t.test('the local account belongs to nobody and stays', async t => {
  t.equal(maskAccount('arn:aws:iam::000000000000:role/r', '000000000000'), 'arn:aws:iam::000000000000:role/r')
})

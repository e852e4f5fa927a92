import * as sdk from '@aws-sdk/client-iam'
import t from 'tap'
import { startLocalAws } from '../../../server.ts'

const aws = await startLocalAws()
t.teardown(() => aws.close())
const iam = new sdk.IAMClient(aws)

/** The answer without its metadata. */
async function answer(command: object): Promise<any> {
  const { $metadata, ...members } = await iam.send(command as never)
  return members
}

const create = (Url: string, more: object = {}) => answer(new sdk.CreateOpenIDConnectProviderCommand({ Url, ...more }))
const OpenIDConnectProviderArn = 'arn:aws:iam::000000000000:oidc-provider/id.example/a'
const of = { OpenIDConnectProviderArn }
const get = () => answer(new sdk.GetOpenIDConnectProviderCommand(of))
const thumbprint = (digit: string) => digit.repeat(40)

t.test('a provider is described as it was created and changed', async t => {
  const Tags = [{ Key: 'k', Value: 'v' }]
  const made = await create('https://id.example/a', { ClientIDList: ['one'], ThumbprintList: [thumbprint('a')], Tags })
  t.same(made, { ...of, Tags })
  const { CreateDate, ...described } = await get()
  t.match(CreateDate, Date)
  t.same(described, { Url: 'id.example/a', ClientIDList: ['one'], ThumbprintList: [thumbprint('a')], Tags })
  for (const ClientID of ['two', 'two'])
    await answer(new sdk.AddClientIDToOpenIDConnectProviderCommand({ ...of, ClientID }))
  t.same((await get()).ClientIDList, ['one', 'two'])
  for (const ClientID of ['one', 'none'])
    await answer(new sdk.RemoveClientIDFromOpenIDConnectProviderCommand({ ...of, ClientID }))
  t.same((await get()).ClientIDList, ['two'])
  const ThumbprintList = [thumbprint('b'), thumbprint('c')]
  await answer(new sdk.UpdateOpenIDConnectProviderThumbprintCommand({ ...of, ThumbprintList }))
  t.same((await get()).ThumbprintList, ThumbprintList)
  const more = [
    { Key: 'k', Value: 'w' },
    { Key: 'l', Value: 'x' },
  ]
  await answer(new sdk.TagOpenIDConnectProviderCommand({ ...of, Tags: more }))
  const tags = (input: object = {}) => answer(new sdk.ListOpenIDConnectProviderTagsCommand({ ...of, ...input }))
  t.same(await tags(), { Tags: more, IsTruncated: false })
  const first = await tags({ MaxItems: 1 })
  t.match(first, { Tags: [more[0]], IsTruncated: true })
  t.same(await tags({ Marker: first.Marker }), { Tags: [more[1]], IsTruncated: false })
  await t.rejects(tags({ Marker: '#' }), { name: 'ValidationError', message: 'Invalid Marker.' })
  await answer(new sdk.UntagOpenIDConnectProviderCommand({ ...of, TagKeys: ['k'] }))
  t.same((await get()).Tags, [{ Key: 'l', Value: 'x' }])
  t.same((await answer(new sdk.ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList, [
    { Arn: OpenIDConnectProviderArn },
  ])
})

t.test('a provider is refused outside its limits, and twice', async t => {
  for (const Url of ['http://id.example', 'id.example', 'https://'])
    await t.rejects(create(Url), { name: 'ValidationError', message: 'Invalid Open ID Connect Provider URL' }, Url)
  await t.rejects(create('https://id.example/a'), {
    name: 'EntityAlreadyExistsException',
    $metadata: { httpStatusCode: 409 },
  })
  const prints = (size: number) => ({ ThumbprintList: Array(size).fill(thumbprint('a')) })
  const clients = (size: number) => ({ ClientIDList: Array.from({ length: size }, (_, index) => `c${index}`) })
  await t.resolves(create('https://b.example', { ...prints(5), ...clients(100) }))
  await t.rejects(create('https://c.example', prints(6)), {
    name: 'InvalidInputException',
    message: 'Thumbprint list must contain fewer than 5 entries.',
    $metadata: { httpStatusCode: 400 },
  })
  await t.rejects(create('https://c.example', clients(101)), {
    name: 'LimitExceededException',
    message: 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100',
    $metadata: { httpStatusCode: 409 },
  })
  const remove = () => answer(new sdk.DeleteOpenIDConnectProviderCommand(of))
  await remove()
  const missing = { name: 'NoSuchEntityException', $metadata: { httpStatusCode: 404 } }
  await t.rejects(remove(), {
    ...missing,
    message: `OpenId connect Provider ${OpenIDConnectProviderArn} cannot be found.`,
  })
  await t.rejects(get(), {
    ...missing,
    message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
  })
})

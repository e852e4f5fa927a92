import { cp, readFile, appendFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { packageTemplates } from '../package/package-templates.ts'
import { deployedTemplates } from './deployed-templates.ts'

const templatesDir = fileURLToPath(new URL('../../cloudformation', import.meta.url))

t.test('stack events give the nested templates, and the working tree is compared with them', async t => {
  const { root, files } = await packageTemplates({ templatesDir, bucket: 'b', region: 'r', urlSuffix: 'amazonaws.com' })
  const nested = files.filter(file => file !== root)
  const events = nested.map(({ key }) => ({
    ResourceType: 'AWS::CloudFormation::Stack',
    ResourceProperties: JSON.stringify({ TemplateURL: `https://s3.r.amazonaws.com/b/${key}`, Parameters: {} }),
  }))
  const expected = Object.fromEntries(nested.map(({ name, sha256 }) => [name, sha256]))
  t.same(await deployedTemplates(events, templatesDir), { nested: expected, equalWorkingTree: true })

  const changed = t.testdir()
  await cp(templatesDir, changed, { recursive: true })
  await appendFile(`${changed}/storage.yaml`, '# changed\n')
  t.same(await deployedTemplates(events, changed), { nested: expected, equalWorkingTree: false })

  const without = (name: string) => events.filter(({ ResourceProperties }) => !ResourceProperties.includes(`/${name}-`))
  t.match(await deployedTemplates(without('comparison'), templatesDir), { equalWorkingTree: true }, 'an optional stack')
  t.match(
    await deployedTemplates(without('api'), templatesDir),
    { equalWorkingTree: false },
    'a stack that must be there',
  )

  const unknown = { ...events[0]!, ResourceProperties: `{"TemplateURL":"https://s3/b/other-${'0'.repeat(64)}.yaml"}` }
  t.match(
    await deployedTemplates([...events, unknown], templatesDir),
    { equalWorkingTree: false },
    'a template that the working tree lacks',
  )
  const nameless = { ...events[0]!, ResourceProperties: '{"TemplateURL":"https://s3/b/x.yaml"}' }
  const ofResource = { ResourceType: 'AWS::S3::Bucket', ResourceProperties: unknown.ResourceProperties }
  t.same(await deployedTemplates([nameless, ofResource, { ResourceType: nameless.ResourceType }], templatesDir), {
    nested: {},
    equalWorkingTree: null,
  })

  const old = events[0]!.ResourceProperties.replace(/[0-9a-f]{64}/, '0'.repeat(64))
  const updated = [{ ResourceType: 'AWS::CloudFormation::Stack', ResourceProperties: old }, ...events]
  t.match(await deployedTemplates(updated, templatesDir), { equalWorkingTree: true }, 'the newest event counts')
})

t.test('a real run has five nested templates, and without events none is known', async t => {
  const file = new URL('../../evidence/example/cloudformation/events.json', import.meta.url)
  const { events } = JSON.parse(await readFile(file, 'utf8'))
  const { nested } = await deployedTemplates(events, templatesDir)
  t.same(Object.keys(nested).sort(), ['api', 'bucket', 'compute', 'network', 'storage'])
  t.same(await deployedTemplates([], templatesDir), { nested: {}, equalWorkingTree: null })
})

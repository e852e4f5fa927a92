import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { packageTemplates } from './package-templates.ts'

const place = { bucket: 'artifacts', region: 'eu-west-1' }
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const leaf = `# What it is for stays.
Resources:
  Role: { Type: "AWS::IAM::Role" } # and where
`
const stack = (url: string) => `  Nested:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ${url} # uploaded
`

t.test('children are packaged before their parents, each once, under a key with the hash of its content', async t => {
  const templatesDir = t.testdir({
    'main.yaml': `Resources:\n${stack('middle.yaml')}${stack('./leaf.yaml').replace('Nested', 'Leaf')}`,
    'middle.yaml': `Resources:\n${stack('leaf.yaml')}`,
    'leaf.yaml': leaf,
  })
  const { root, files } = await packageTemplates({ templatesDir, ...place })
  t.same(
    files.map(({ name }) => name),
    ['leaf', 'middle', 'main'],
  )
  for (const { name, key, sha256: hash, body } of files) {
    t.equal(hash, sha256(body))
    t.equal(key, `templates/${name}-${hash}.yaml`)
  }
  t.equal(root, files[2])
  t.equal(files[0]!.body, leaf)
})

t.test('a file name becomes the URL of the uploaded file, and the rest of the template keeps its bytes', async t => {
  const templatesDir = t.testdir({ 'main.yaml': `# why\nResources:\n${stack('leaf.yaml')}`, 'leaf.yaml': leaf })
  const { root, files } = await packageTemplates({ templatesDir, ...place })
  const url = `https://s3.eu-west-1.amazonaws.com/artifacts/${files[0]!.key}`
  t.equal(root.body, `# why\nResources:\n${stack(`'${url}'`)}`)

  const china = await packageTemplates({
    templatesDir,
    bucket: 'b',
    region: 'cn-north-1',
    urlSuffix: 'amazonaws.com.cn',
  })
  t.match(china.root.body, `'https://s3.cn-north-1.amazonaws.com.cn/b/templates/leaf-`)
})

t.test('the key in a URL that CloudFormation composes gets the hash, in every notation', async t => {
  const url = 'https://s3.${AWS::Region}.${AWS::URLSuffix}/${Bucket}/templates/leaf.yaml'
  for (const [before, after] of [
    [`!Sub '${url}'`, (key: string) => `!Sub '${url.replace('templates/leaf.yaml', key)}'`],
    [`!Sub ${url}`, (key: string) => `!Sub ${url.replace('templates/leaf.yaml', key)}`],
    [`{ Fn::Sub: "${url}" }`, (key: string) => `{ Fn::Sub: "${url.replace('templates/leaf.yaml', key)}" }`],
    [
      `!Sub ['${url}', { Bucket: b }]`,
      (key: string) => `!Sub ['${url.replace('templates/leaf.yaml', key)}', { Bucket: b }]`,
    ],
  ] as const) {
    const templatesDir = t.testdir({ 'main.yaml': `Resources:\n${stack(before)}`, 'leaf.yaml': leaf })
    // Neither a bucket nor a Region is given: CloudFormation knows them.
    const { root, files } = await packageTemplates({ templatesDir })
    t.equal(root.body, `Resources:\n${stack(after(files[0]!.key))}`)
  }
})

t.test('a changed child changes the keys of its parents only', async t => {
  const main = `Resources:\n${stack('a.yaml')}${stack('b.yaml').replace('Nested', 'Other')}`
  const keys = async (a: string) => {
    const templatesDir = t.testdir({ 'main.yaml': main, 'a.yaml': a, 'b.yaml': leaf })
    const { files } = await packageTemplates({ templatesDir, ...place })
    return Object.fromEntries(files.map(({ name, key }) => [name, key]))
  }
  const [before, after] = [await keys(leaf), await keys(leaf.replace('stays', 'has changed'))]
  t.not(before.a, after.a)
  t.equal(before.b, after.b)
  t.not(before.main, after.main)
})

t.test('the URL of a template from elsewhere is not changed', async t => {
  const main = `Resources:\n${stack('https://s3.amazonaws.com/elsewhere/x.yaml')}`
  const { root, files } = await packageTemplates({ templatesDir: t.testdir({ 'main.yaml': main }), ...place })
  t.equal(root.body, main)
  t.equal(files.length, 1)
})

t.test('an error in a template names the template', async t => {
  const circle = { 'main.yaml': `Resources:\n${stack('a.yaml')}`, 'a.yaml': `Resources:\n${stack('main.yaml')}` }
  await t.rejects(packageTemplates({ templatesDir: t.testdir(circle), ...place }), {
    code: 'TEMPLATE_CYCLE',
    message: /a\.yaml/,
  })
  await t.rejects(packageTemplates({ templatesDir: t.testdir({ 'main.yaml': circle['main.yaml'] }), ...place }), {
    code: 'NO_TEMPLATE',
    message: /a\.yaml, which .*main\.yaml nests/,
  })
  await t.rejects(packageTemplates({ templatesDir: t.testdir({ 'main.yaml': 'Resources: [' }), ...place }), {
    code: 'INVALID_TEMPLATE',
    message: /main\.yaml/,
  })
  const relative = t.testdir({ 'main.yaml': `Resources:\n${stack('leaf.yaml')}`, 'leaf.yaml': leaf })
  await t.rejects(packageTemplates({ templatesDir: relative }), { code: 'NO_BUCKET', message: /Nested/ })
})

t.test('the six nested templates all get new URLs, and the API a deployment of its own', async t => {
  const outDir = t.testdir()
  const templatesDir = fileURLToPath(new URL('../../cloudformation', import.meta.url))
  const { root, files } = await packageTemplates({ templatesDir, outDir, ...place })
  t.same(files.map(({ name }) => name).sort(), ['api', 'bucket', 'comparison', 'compute', 'main', 'network', 'storage'])
  for (const { name, key, body } of files) {
    if (name !== 'main') t.match(root.body, `/${key}'`)
    t.equal(readFileSync(join(outDir, `${name}.yaml`), 'utf8'), body)
    t.same(comments(body), comments(readFileSync(join(templatesDir, `${name}.yaml`), 'utf8')))
  }
  t.equal(readdirSync(outDir).length, 7)
  const api = files.find(({ name }) => name === 'api')!.body
  const [, id] = /^ {2}(Deployment[0-9a-f]{8}):$/m.exec(api)!
  const [, signed] = /^ {2}(SignedDeployment[0-9a-f]{8}):$/m.exec(api)!
  t.match(api, `DeploymentId: !If [AsksForSignature, !Ref ${signed}, !Ref ${id}]\n`)
})

function comments(text: string): string[] {
  return text.split('\n').filter(line => line.trim().startsWith('#'))
}

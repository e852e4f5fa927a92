import t from 'tap'
import { levelOf, testFiles } from './test-files.ts'

t.test('the name of a test file says whether it belongs to whole cycles or to the NFS lab', async t => {
  t.equal(levelOf('tools/demo.cycle.test.ts'), 'cycle')
  t.equal(levelOf('functions/consumer/model.nfs.test.ts'), 'nfs')
  t.equal(levelOf('tools/nfs.test.ts'), 'product')
  t.equal(levelOf('tools/cycle.test.ts'), 'product')
})

t.test('named folders and files give the test files of the wanted levels, each once and sorted', async t => {
  const repository = t.testdir({
    cloudformation: { 'c.test.ts': '' },
    functions: { 'f.test.ts': '', 'f.ts': '' },
    tools: {
      'a.test.ts': '',
      'a.ts': '',
      'b.cycle.test.ts': '',
      inner: { 'i.test.ts': '', node_modules: { 'p.test.ts': '' } },
      empty: { 'x.ts': '' },
      cycles: { 'z.cycle.test.ts': '' },
    },
    docs: { 'd.test.ts': '' },
  })
  const product = ['cloudformation/c.test.ts', 'functions/f.test.ts', 'tools/a.test.ts', 'tools/inner/i.test.ts']
  const cycles = ['tools/b.cycle.test.ts', 'tools/cycles/z.cycle.test.ts']

  t.same(await testFiles(repository, [], ['product']), product, 'all tests, without a name')
  t.same(await testFiles(repository, [], ['product', 'cycle']), [...product, ...cycles].sort())
  const twice = ['tools/inner', 'tools', './tools/a.test.ts']
  t.same(await testFiles(repository, twice, ['product']), ['tools/a.test.ts', 'tools/inner/i.test.ts'])
  t.same(await testFiles(repository, ['tools/'], ['cycle']), cycles, 'a folder gives the levels wanted')
  t.same(await testFiles(repository, [cycles[0]!], ['product']), [cycles[0]], 'a file itself has any level')

  const misuses = {
    'tools/empty': 'There is no test in tools/empty.',
    'tools/a.ts': 'There is no test in tools/a.ts.',
    'tools/cycles': 'There is no test in tools/cycles.',
    'tools/nowhere': 'There is no tools/nowhere in the repository.',
  }
  for (const [name, message] of Object.entries(misuses)) {
    await t.rejects(testFiles(repository, ['tools', name], ['product']), { name: 'MisuseError', message })
  }
})

t.test('tests for NFS are taken only if they are wanted, and then no others are', async t => {
  const repository = t.testdir({ functions: {}, cloudformation: {}, tools: { 'a.test.ts': '', 'b.nfs.test.ts': '' } })
  t.same(await testFiles(repository, [], ['product', 'cycle']), ['tools/a.test.ts'])
  t.same(await testFiles(repository, [], ['nfs']), ['tools/b.nfs.test.ts'])
  t.same(await testFiles(repository, ['tools/b.nfs.test.ts'], ['nfs']), ['tools/b.nfs.test.ts'])
  await t.rejects(testFiles(repository, ['tools/b.nfs.test.ts'], ['product']), {
    name: 'MisuseError',
    nextStep: 'npm run nfs -- tools/b.nfs.test.ts',
  })
  await t.rejects(testFiles(repository, ['tools/a.test.ts'], ['nfs']), { name: 'MisuseError' })
})

import { Command, Option } from 'commander'
import t from 'tap'
import { MisuseError } from './command-error.ts'
import { runHere, thisFile } from './run-here-fixture.ts'

/** What a command line does to a command with these options, whose work counts. */
async function parse(...args: string[]) {
  const size = new Option('--size <n>').argParser(text => {
    throw new MisuseError(`--size is not ${text}.`)
  })
  let [help, works] = ['', 0]
  const command = new Command('here').addOption(size).configureOutput({ writeOut: text => void (help += text) })
  const { code, stderr } = await runHere(async () => void (works += 1), thisFile, command, args)
  return { code, stderr, help, works }
}

t.test('the help is no misuse, and an option that does not exist is, in the words of Commander alone', async t => {
  t.match(await parse('--help'), { code: 0, stderr: '', help: /^Usage: here/, works: 0 })
  t.same(await parse('--sise'), {
    code: 2,
    stderr: "error: unknown option '--sise'\n(Did you mean --size?)\n",
    help: '',
    works: 0,
  })
  t.match(await parse(), { code: 0, stderr: '', works: 1 })
})

t.test('a value that an option refuses in words of its own is misuse, without a stack', async t => {
  const stderr = 'Error: --size is not big. (MISUSED)\nNext step: Run it with --help.\n'
  t.same(await parse('--size', 'big'), { code: 2, stderr, help: '', works: 0 })
})

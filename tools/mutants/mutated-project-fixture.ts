import { fileURLToPath } from 'node:url'

/** Sources with a test each that leaves something out; one imports a copy of its own, as `?` makes it. */
export const mutatedProject = {
  functions: {
    'limits.ts': `
      const adult = 18 satisfies number | \`\${number} years\`
      export const isAdult = (age: number) => age >= adult
      export function unused(): number { return 1 }
    `,
    'limits.test.ts': `
      import t from 'tap'
      import { isAdult } from './limits.ts'
      t.test('tells adults', t => {
        t.equal(isAdult(30), true)
        t.equal(isAdult(3), false)
        t.end()
      })
    `,
    'repeat.ts': `
      export function repeat(text: string, times: number): string {
        let all = ''
        for (let i = 0; i < times; i += 1) all += text
        return all
      }
      export async function wait(): Promise<void> {
        const started = true
        while (!started) await null
      }
    `,
    'repeat.test.ts': `
      import t from 'tap'
      import { repeat, wait } from './repeat.ts?own'
      t.equal(repeat('a', 3), 'aaa')
      t.test('waits', async t => t.equal(await wait(), undefined))
    `,
    'hang.ts': `
      export const one = () => 1
    `,
    'hang.test.ts': `
      import t from 'tap'
      import { one } from './hang.ts'
      t.test('waits after a failure', async t => {
        if (!t.equal(one(), 1)) await new Promise(() => {})
      })
    `,
    inference: {
      'index.ts': `
        process.stdout.write(String(1 + 2))
        if (process.argv.length > 2) process.exit(1)
        process.on('message', number => process.send(number * 2))
        if (process.send) process.on('disconnect', () => process.exit())
      `,
    },
    'program.test.ts': `
      import { execFileSync } from 'node:child_process'
      import t from 'tap'
      import { functionProgram } from '${fileURLToPath(new URL('../testing/function-program.ts', import.meta.url))}'
      t.test('starts the program', async t => {
        t.equal(String(execFileSync(process.execPath, [await functionProgram('inference')])), '3')
      })
    `,
    'sum.ts': `
      export const sum = (a: number, b: number) => a + b
      export const difference = (a: number, b: number) => a - b
      export const product = (a: number, b: number) => a * b
    `,
    'sum.test.ts': `
      import { appendFileSync } from 'node:fs'
      import t from 'tap'
      import { difference, sum } from './sum.ts'
      const begins = name => appendFileSync('begun.txt', name + ' ')
      t.test('adds', async t => {
        begins('adds')
        t.equal(sum(1, 2), 3)
      })
      t.test('subtracts', async t => {
        begins('subtracts')
        t.equal(difference(2, 1), 1)
      })
      t.test('does both', async t => {
        begins('both')
        t.equal(difference(sum(1, 2), 1), 2)
      })
    `,
    'needs.ts': `
      export const isLong = (text: string) => text.length > 5
    `,
    'needs.test.ts': `
      import t from 'tap'
      import { isLong } from './needs.ts'
      let made = ''
      t.test('makes a text', async t => {
        made = 'a text'
        t.pass()
      })
      t.test('takes the text that the test before has made', async t => {
        t.equal(isLong(made), true)
      })
    `,
    'asked.test.ts': `
      import { fork } from 'node:child_process'
      import { once } from 'node:events'
      import t from 'tap'
      import { functionProgram } from '${fileURLToPath(new URL('../testing/function-program.ts', import.meta.url))}'
      let program
      const ask = async number => {
        program.send(number)
        return (await once(program, 'message'))[0]
      }
      t.teardown(() => program?.disconnect())
      t.test('starts a program', async t => {
        program = fork(await functionProgram('inference'), { silent: true })
        t.equal(await ask(0), 0)
      })
      t.test('asks the same program again', async t => {
        t.equal(await ask(4), 8)
      })
    `,
    'broken.test.ts': `
      import t from 'tap'
      import './limits.ts'
      t.fail('always')
    `,
  },
  elsewhere: {
    'endless.test.ts': `
      import t from 'tap'
      import { isAdult } from '../functions/limits.ts'
      t.test('asks, and goes on', async t => {
        t.equal(isAdult(18), true)
        await new Promise(() => {})
      })
    `,
  },
}

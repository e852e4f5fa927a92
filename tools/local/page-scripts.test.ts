import { readdirSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import t from 'tap'
import { readTemplate } from '../../cloudformation/read-template.ts'
import { modelFile } from '../exercise/digits.ts'

const folder = new URL('../../docs/playground/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')

/** Runs scripts of the page as a browser does: one after the other in one scope. */
function run<T>(scripts: readonly string[], expression: string): T {
  const context = createContext({})
  for (const script of scripts) runInContext(read(script), context)
  return runInContext(expression, context) as T
}

const drawn = <T>(expression: string) => run<T>(['digit-image.js', 'example-strokes.js'], expression)

t.test('the model recognises each example digit, at any size and place on the paper', async t => {
  const session = await InferenceSession.create(modelFile)
  const readAs = async (image: number[]) => {
    const { probabilities } = await session.run({ image: new Tensor('float32', Float32Array.from(image), [1, 784]) })
    const data = [...(probabilities!.data as Float32Array)]
    return data.indexOf(Math.max(...data))
  }
  for (let digit = 0; digit < 10; digit += 1) {
    const strokes = `exampleStrokes(${digit})`
    const moved = `${strokes}.map(stroke => stroke.map(({ x, y }) => ({ x: x * 0.5 + 0.4, y: y * 0.5 })))`
    t.equal(await readAs(drawn(`digitImage(${strokes})`)), digit)
    t.same(drawn(`digitImage(${moved})`), drawn(`digitImage(${strokes})`), 'the same image')
  }
})

t.test('the image of a drawing has grey edges, its centre of mass in the middle, and 20 pixels on one side', t => {
  const image = drawn<number[]>('digitImage([[{ x: 0.1, y: 0.5 }, { x: 0.9, y: 0.5 }]])')
  const inked = image.flatMap((ink, index) => (ink >= 0.5 ? [index] : []))
  const columns = inked.map(index => index % 28)
  t.equal(Math.max(...columns) - Math.min(...columns) + 1, 20)
  const sum = image.reduce((all, ink) => all + ink, 0)
  t.ok(Math.abs(image.reduce((all, ink, index) => all + ink * (index % 28), 0) / sum - 13.5) < 0.01)
  t.ok(Math.abs(image.reduce((all, ink, index) => all + ink * Math.floor(index / 28), 0) / sum - 13.5) < 0.01)
  t.ok(image.some(ink => ink > 0 && ink < 1))
  t.ok(image.every(ink => ink >= 0 && ink <= 1))
  t.same(drawn('digitImage([])'), Array(784).fill(0), 'no strokes give an empty image')
  t.ok(drawn<number[]>('digitImage([[{ x: 0, y: 0 }]])').filter(ink => ink > 0).length < 16, 'a dot remains a dot')
  t.end()
})

t.test('the page has advice for each error code of docs/api.md', t => {
  const [, table] = readFileSync(new URL('../api.md', folder), 'utf8').split('## Status codes')
  const codes = [...table!.matchAll(/^\| \d{3} \| `([A-Z_]+)`/gm)].map(([, code]) => code!)
  t.ok(codes.length > 15)
  const known = run<string[]>(['advice.js'], 'Object.keys(adviceByCode)')
  t.same(
    codes.filter(code => !known.includes(code)),
    [],
  )
  t.end()
})

t.test('the advice for a throttled call has the limits that the templates set by default', t => {
  const limit = (name: string) => readTemplate('main.yaml').Parameters[`Throttling${name}Limit`]?.Default
  const advice = run<string>(['advice.js'], 'adviceByCode.THROTTLED')
  t.match(advice, `takes ${limit('Rate')} calls a second and ${limit('Burst')} at once`)
  t.end()
})

t.test('index.html names each script of its folder and loads nothing from other hosts', t => {
  const named = [...read('index.html').matchAll(/<script src="([a-z-]+\.js)" defer>/g)].map(([, name]) => name!)
  t.same(
    named.toSorted(),
    readdirSync(folder)
      .filter(name => name.endsWith('.js'))
      .sort(),
  )
  for (const name of readdirSync(folder).filter(name => /\.(html|css)$/.test(name)))
    t.notMatch(read(name), /(src|href)="(https?:)?\/\/|url\(|@import/, name)
  t.end()
})

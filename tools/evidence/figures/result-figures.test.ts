import { readFileSync } from 'node:fs'
import t from 'tap'
import { exampleRun, failedRun, hostileRun, hostileText } from '../example-run-fixture.ts'
import { ink } from './chart.ts'
import { resultFigures, drawResultFigures } from './result-figures.ts'

t.setTimeout(600_000)

const { report, invocations } = exampleRun()

t.test('each figure is there as SVG and as PNG, and a second drawing has the same bytes', async t => {
  const files = await drawResultFigures(report, invocations)
  t.same(
    files.map(({ path }) => path),
    ['latency', 'stages', 'parallel'].flatMap(name => [`figures/${name}.svg`, `figures/${name}.png`]),
  )
  for (const { path, content } of files) {
    if (path.endsWith('.png')) t.same([...Buffer.from(content).subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10], path)
    else t.match(content, /^<svg [^>]*viewBox=/, path)
  }
  t.same(await drawResultFigures(report, invocations), files)
})

t.test('the figures of the committed example are those of its calls', t => {
  for (const { name, draw } of resultFigures) {
    const committed = new URL(`../../../evidence/example/figures/${name}.svg`, import.meta.url)
    t.equal(draw(report, invocations), readFileSync(committed, 'utf8'), `${name}, else: make the example again`)
  }
  t.end()
})

t.test('every figure says where it was measured, and on AWS never that it was local', t => {
  for (const { name, draw, caption } of resultFigures) {
    t.match(textOf(draw(report, invocations)), 'local AWS', name)
    t.match(caption(report), 'local AWS')
    const aws = hostileRun()
    const drawn = textOf(draw(aws.report, aws.invocations))
    t.match(drawn, 'AWS eu-central-1 ', name)
    t.match(drawn, 'quick run')
    t.notMatch(`${drawn} ${caption(aws.report)}`, 'local AWS', name)
  }
  t.end()
})

t.test('the distributions carry their samples, discarded calls and medians, and axes their units', t => {
  const { coldStart, warm } = report
  const drawn = textOf(draw('latency'))
  t.match(drawn, `cold n = ${coldStart.samples} (${coldStart.discarded} discarded)`)
  t.match(drawn, `warm n = ${warm.samples} (${warm.discarded} discarded)`)
  t.match(drawn, `p50 ${coldStart.clientMs!.p50.toFixed(1)} ms`)
  t.match(drawn, `p50 ${warm.clientMs!.p50.toFixed(1)} ms`)
  t.match(drawn, `[${warm.clientMs!.ci95.map(value => value.toFixed(1)).join(', ')}]`)
  t.match(drawn, 'client latency (ms, logarithmic)')
  t.match(drawn, 'calls answered (%)')
  t.end()
})

t.test('a distribution is a curve that climbs from none of the calls to all of them, a step for each', t => {
  const [bottom, top] = [338, 70]
  for (const phase of ['cold', 'warm'] as const) {
    const calls = invocations.filter(call => call.phase === phase && call.kept)
    const curve = new RegExp(`<path d="([^"]*)"[^>]* stroke="${ink[phase]}" stroke-width="2.5"`).exec(draw('latency'))
    const heights = [...(curve?.[1] ?? '').matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y))
    t.same([heights[0], heights.at(-1)], [bottom, top], phase)
    t.equal(new Set(heights).size, calls.length + 1, phase)
    t.same(
      heights,
      [...heights].sort((a, b) => b - a),
      'the curve never falls',
    )
  }
  t.end()
})

t.test('the stages carry their medians, initialisation that of the report', t => {
  const drawn = textOf(draw('stages'))
  for (const stage of ['initialisation', 'read input', 'load model', 'inference', 'write result', 'outside function']) {
    t.match(drawn, stage)
  }
  t.notMatch(drawn, 'archive to S3', 'no measured call archives')
  t.match(drawn, report.coldStart.initDurationMs!.p50.toFixed(1))
  t.match(drawn, `cold, n = ${report.coldStart.samples}: p50 ${report.coldStart.clientMs!.p50.toFixed(1)} ms`)
  t.match(drawn, 'time (ms)')
  t.end()
})

t.test('each of the calls at once has a bar with its time and its environment', t => {
  const drawn = textOf(draw('parallel'))
  const calls = invocations.filter(({ phase }) => phase === 'parallel')
  for (const { clientMs } of calls) t.match(drawn, `${clientMs.toFixed(0)} ms · environment `)
  const cold = calls.filter(({ coldStart }) => coldStart).length
  t.match(drawn, `cold, n = ${cold}`)
  t.match(drawn, `warm, n = ${calls.length - cold}`)
  t.match(drawn, 'time since the first call (ms)')
  t.end()
})

t.test('a failed call is shown as failed with its reason, and a hundred calls still fit', t => {
  const calls = invocations.filter(({ phase }) => phase === 'parallel')
  const failed = { ...calls[0]!, kept: false, discardedBecause: 'status 429 <b>' }
  const drawn = textOf(resultFigures[2]!.draw(report, [failed, ...calls.slice(1)]))
  t.match(drawn, 'failed, n = 1')
  t.match(drawn, ' ms · status 429 &lt;b&gt;')
  const many = Array.from({ length: 100 }, (_, index) => ({ ...calls[index % calls.length]!, index }))
  const [, height] = /height="(\d+)"/.exec(resultFigures[2]!.draw(report, many))!
  t.ok(Number(height) < 1300)
  t.end()
})

t.test('the figures of a run without a success say that it has none', t => {
  const failed = failedRun()
  const [latency, stages, parallel] = resultFigures.map(({ alt, caption, draw }) => {
    const words = [textOf(draw(failed.report, failed.invocations)), alt(failed.report), caption(failed.report)].join()
    t.notMatch(words, /NaN|undefined|null|Infinity/)
    return words
  })
  t.match(latency, 'cold n = 0 (10 discarded)')
  t.match(stages, 'cold, n = 0: none')
  t.match(parallel, 'failed, n = 10')
  t.end()
})

t.test('markup in names of others stays text', t => {
  const calls = invocations.map(call => ({ ...call, kept: call.phase !== 'parallel', discardedBecause: hostileText }))
  const svg = resultFigures[2]!.draw({ ...report, runId: '</text><script>' }, calls)
  t.notMatch(svg, '<script')
  t.notMatch(svg, /href=/)
  t.end()
})

function draw(name: string): string {
  return resultFigures.find(figure => figure.name === name)!.draw(report, invocations)
}

/** The words of a drawing, each once, in order. */
function textOf(svg: string): string {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words).join(' \n ')
}

'use strict'

/** The stages of an answer of /predict in their order (docs/api.md), and their descriptions. */
const stageNames = /** @type {const} */ ([
  ['readMs', 'read the input from EFS'],
  ['modelLoadMs', 'load the model from EFS'],
  ['inferenceMs', 'run the model'],
  ['writeMs', 'write the result to EFS'],
  ['archiveMs', 'archive the result in S3'],
])

/** @param {Call} call of /predict that succeeded */
function showAnswer(call) {
  const { body } = call
  const [output] = body.outputs ?? []
  byId('headline', HTMLElement).textContent = headlineOf(body)
  byId('outputs', HTMLElement).replaceChildren(
    ...(body.outputs ?? []).map(showOutput),
    ...(output ? [] : [make('p', {}, `The outputs are too large for an answer; they are in ${body.efsPath}.`)]),
  )
  byId('stages', HTMLElement).replaceChildren(...stagesOf(call))
  const environment = call.environment ? environmentName(call.environment) : 'not told'
  byId('facts', HTMLElement).replaceChildren(
    ...fact('Environment', make('code', { title: call.environment }, environment), coldBadge(body.coldStart)),
    ...fact(
      'Model',
      `${body.model}, SHA-256 `,
      make('code', { title: body.modelSha256 }, body.modelSha256.slice(0, 12)),
    ),
    ...fact('Result', make('code', {}, body.efsPath)),
  )
  byId('answer-content', HTMLElement).hidden = false
}

/** @param {boolean} coldStart */
function coldBadge(coldStart) {
  return make('span', { class: coldStart ? 'badge cold' : 'badge' }, coldStart ? 'cold' : 'warm')
}

/** @param {string} term @param {(Node | string)[]} details */
function fact(term, ...details) {
  return [
    make('dt', {}, term),
    make('dd', {}, ...details.flatMap((detail, index) => (index > 0 ? [' ', detail] : [detail]))),
  ]
}

/** @param {{ model: string, outputs?: { data: unknown[] }[] }} body */
function headlineOf({ model, outputs = [] }) {
  const scores = outputs.length === 1 ? scoresOf(outputs[0]?.data ?? []) : undefined
  if (!scores) return `${model} has answered`
  const best = scores.indexOf(Math.max(...scores))
  const share = areProbabilities(scores) ? `, ${percent(scores[best] ?? 0)}` : ''
  return scores.length === 10 ? `It reads a ${best}${share}` : `Highest at position ${best}${share}`
}

/** A list that can be a chart, or undefined. @param {unknown[]} data @returns {number[] | undefined} */
function scoresOf(data) {
  const values = data.flat(8)
  const isChart = values.length > 1 && values.length <= 20 && values.every(value => typeof value === 'number')
  return isChart ? /** @type {number[]} */ (values) : undefined
}

/** @param {number[]} scores */
function areProbabilities(scores) {
  return scores.every(score => score >= 0) && Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1) < 0.01
}

/** @param {number} part */
function percent(part) {
  // A rounded number must not look certain.
  return part > 0.9995 && part < 1 ? '> 99.9 %' : `${(part * 100).toFixed(1)} %`
}

/** @param {{ name: string, shape: number[], datatype: string, data: unknown[] }} output */
function showOutput({ name, shape, datatype, data }) {
  const caption = `${name} (${datatype} [${shape.join(', ')}])`
  const scores = scoresOf(data)
  if (!scores) {
    const values = data.flat(8)
    const text = values
      .slice(0, 100)
      .map(value => JSON.stringify(value))
      .join(', ')
    return make(
      'div',
      {},
      make('h3', {}, caption),
      make('pre', { tabindex: '0' }, values.length > 100 ? `${text}, …` : text),
    )
  }
  const most = Math.max(...scores)
  const least = Math.min(0, ...scores)
  const rows = scores.map((score, position) => {
    const value = areProbabilities(scores) ? percent(score) : score.toPrecision(4)
    const bar = makeBar(most > least ? (score - least) / (areProbabilities(scores) ? 1 : most - least) : 0)
    const row = make('tr', score === most ? { class: 'best' } : {}, make('th', { scope: 'row' }, String(position)))
    row.append(make('td', { class: 'track' }, bar), make('td', { class: 'number' }, value))
    return row
  })
  return make('table', { class: 'chart' }, make('caption', {}, caption), make('tbody', {}, ...rows))
}

/** The round trip, split: the stages that the Consumer reports, and the rest. @param {Call} call */
function stagesOf({ body, ms }) {
  /** @type {[string, string, number][]} */
  const parts = stageNames.flatMap(([key, name]) => {
    const stage = body.stages?.[key]
    return typeof stage === 'number' ? [[key, name, stage]] : []
  })
  const told = parts.reduce((sum, [, , stage]) => sum + stage, 0)
  parts.push(['otherMs', 'other work of the function', Math.max(0, body.durationMs - told)])
  const way = body.coldStart ? 'start of the environment, API Gateway, network' : 'Lambda, API Gateway, network'
  parts.push(['wayMs', way, Math.max(0, ms - body.durationMs)])
  const bars = parts.map(([key, , part]) => makeBar(part / ms, `segment ${key}`))
  const rows = parts.map(([key, name, part]) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, make('span', { class: `key ${key}` }), ` ${name}`),
      make('td', { class: 'number' }, milliseconds(part)),
    ),
  )
  const whole = make('tr', { class: 'best' }, make('th', { scope: 'row' }, 'round trip'))
  whole.append(make('td', { class: 'number' }, milliseconds(ms)))
  return [
    make('div', { class: 'segments', 'aria-hidden': 'true' }, ...bars),
    make('table', { class: 'times' }, make('caption', {}, 'Where the time went'), make('tbody', {}, ...rows, whole)),
  ]
}

'use strict'

/**
 * Sends predictions of one input at once, and shows the environment of each answer when it arrives.
 *
 * @param {{ address: string, count: number, request: object, signal: AbortSignal }} options
 */
async function predictAtOnce({ address, count, request, signal }) {
  const place = byId('environments', HTMLElement)
  const summary = byId('at-once-summary', HTMLElement)
  const errors = byId('at-once-error', HTMLElement)
  place.replaceChildren()
  hideError(errors)
  summary.textContent = `0 of ${count} answers`
  const start = performance.now()
  /** @type {Call[]} */
  const calls = []
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const call = await callApi(address, '/predict', request, { signal, index })
      calls.push(call)
      listCall(call)
      if (call.code) showError(errors, call)
      else land(place, call)
      summary.replaceChildren(...summaryOf(calls, count, performance.now() - start))
    }),
  )
}

/** @param {HTMLElement} place @param {Call} call */
function land(place, call) {
  const known = [...place.children].find(
    card => card instanceof HTMLElement && card.dataset.logStream === call.environment,
  )
  const card = known ?? place.appendChild(newCard(call))
  const time = make('span', { class: call.body.coldStart ? 'landed cold' : 'landed' }, milliseconds(call.ms))
  card.querySelector('.landings')?.append(time)
}

/** @param {Call} call the first one that this environment answered */
function newCard({ environment, body }) {
  const card = make('li', { class: 'environment' })
  card.dataset.logStream = environment
  card.append(
    make('p', {}, make('code', { title: environment }, environmentName(environment)), ' ', coldBadge(body.coldStart)),
    make('p', { class: 'landings' }),
    make('p', {}, 'model ', make('code', { title: body.modelSha256 }, body.modelSha256.slice(0, 12))),
  )
  return card
}

/** @param {readonly Call[]} calls @param {number} count @param {number} ms */
function summaryOf(calls, count, ms) {
  const answers = calls.filter(({ code }) => code === '')
  const environments = new Set(answers.map(({ environment }) => environment))
  const hashes = [...new Set(answers.map(({ body }) => body.modelSha256))]
  const cold = answers.filter(({ body }) => body.coldStart).length
  const where = environments.has('') ? '' : ` from ${plural(environments.size, 'environment')} (${cold} cold)`
  const text = `${answers.length} of ${count} answers${where} after ${milliseconds(ms)}`
  const failed = calls.length - answers.length
  return [
    `${text}${failed > 0 ? `, ${failed} failed` : ''}. `,
    ...(hashes.length > 0 ? [make('strong', {}, plural(hashes.length, 'model hash', 'model hashes')), ': '] : []),
    ...hashes.flatMap((hash, index) => [
      ...(index > 0 ? [', '] : []),
      make('code', { title: hash }, hash.slice(0, 12)),
    ]),
  ]
}

/** @param {number} count @param {string} one @param {string} [many] */
function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`
}

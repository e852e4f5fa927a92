'use strict'

const address = byId('address', HTMLInputElement)
const showPaperStatus = (/** @type {string} */ sentence) => (byId('paper-status', HTMLElement).textContent = sentence)
const showModelStatus = (/** @type {string} */ sentence) => (byId('model-status', HTMLElement).textContent = sentence)

let isPreviewDue = false
const drawing = new Drawing(byId('paper', HTMLCanvasElement), showPaperStatus, previewSoon)
const model = new ModelForm(() => digitImage(drawing.strokes))

address.value = new URLSearchParams(location.search).get('api') ?? settings.apiUrl ?? ''
byId('upload', HTMLElement).hidden = !settings.canUpload
byId('no-upload', HTMLElement).hidden = Boolean(settings.canUpload)
makeSortable(byId('calls-table', HTMLTableElement))
showPreview()

for (let digit = 0; digit < 10; digit += 1) {
  const button = make(
    'button',
    { type: 'button', class: 'small', 'aria-label': `Draw an example of ${digit}` },
    String(digit),
  )
  button.addEventListener('click', () => {
    drawing.set(exampleStrokes(digit))
    showPaperStatus(`An example of ${digit} is drawn.`)
  })
  byId('examples', HTMLElement).append(button)
}
byId('clear', HTMLButtonElement).addEventListener('click', () => drawing.clear())

onSubmit('predict-form', async signal => {
  const place = byId('answer-error', HTMLElement)
  hideError(place)
  const request = await ingestInput(place, signal)
  if (!request) return
  const call = await callApi(apiAddress(), '/predict', request, { signal })
  listCall(call)
  if (call.code) showError(place, call)
  else showAnswer(call)
  byId('answer-content', HTMLElement).classList.toggle('stale', call.code !== '')
})

onSubmit('at-once-form', async signal => {
  const place = byId('at-once-error', HTMLElement)
  hideError(place)
  const request = await ingestInput(place, signal)
  const count = Number(byId('count', HTMLSelectElement).value)
  if (request) await predictAtOnce({ address: apiAddress(), count, request, signal })
})

onSubmit('model-form', async signal => {
  const name = byId('model-name', HTMLInputElement).value.trim() || 'digits'
  await useModel(name, await askInputs(apiAddress(), name, signal))
})

onSubmit('upload', async signal => {
  hideError(byId('model-error', HTMLElement))
  const name = await uploadModel([...(byId('files', HTMLInputElement).files ?? [])], showModelStatus)
  if (name === undefined) return
  byId('model-name', HTMLInputElement).value = name
  useModel(name, await waitUntilUsable(apiAddress(), name, signal, showModelStatus))
})

/** @param {string} name @param {{ inputs?: ModelInput[], failed?: Call }} told */
function useModel(name, { inputs, failed }) {
  const place = byId('model-error', HTMLElement)
  hideError(place)
  if (inputs) model.use(name, inputs)
  else if (failed) showError(place, failed)
}

/**
 * Sends the input to /ingest as data. Its key follows from its content, so the same input is stored only once.
 *
 * @param {HTMLElement} place of errors @param {AbortSignal} signal
 * @returns {Promise<{ fileId: string, model: string } | undefined>}
 */
async function ingestInput(place, signal) {
  if (model.needsDrawing && drawing.isEmpty) {
    showPaperStatus('Draw a digit first, or take an example.')
    byId('paper', HTMLCanvasElement).focus()
    return undefined
  }
  let data
  try {
    data = JSON.stringify(model.request())
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    showError(place, { status: 0, code: 'INVALID_INPUT', message, requestId: '' })
    return undefined
  }
  const call = await callApi(apiAddress(), '/ingest', { data }, { signal })
  listCall(call)
  if (!call.code) return { fileId: call.body.fileId, model: model.name }
  showError(place, call)
  return undefined
}

/** A pasted address may end with a path of the API. */
function apiAddress() {
  return address.value.trim().replace(/\/+(ingest|predict)?\/*$/, '')
}

/**
 * Runs the work of a form. Meanwhile its button shows the duration, and stops the work.
 *
 * @param {string} id @param {(signal: AbortSignal) => Promise<unknown>} work
 */
function onSubmit(id, work) {
  const form = byId(id, HTMLFormElement)
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('button[type=submit]'))
  const label = button.textContent ?? ''
  /** @type {AbortController | undefined} */
  let running
  form.addEventListener('submit', async event => {
    event.preventDefault()
    // The second click of a double click must not stop the work: only a button with that text stops it.
    if (running) return button.textContent === label ? undefined : running.abort()
    running = new AbortController()
    const start = performance.now()
    const show = () => (button.textContent = `Stop waiting (${((performance.now() - start) / 1000).toFixed(0)} s)`)
    // With a quick answer the button does not change.
    const clock = setInterval(show, 1000)
    form.setAttribute('aria-busy', 'true')
    try {
      await work(running.signal)
    } finally {
      clearInterval(clock)
      button.textContent = label
      form.removeAttribute('aria-busy')
      running = undefined
    }
  })
}

/** Runs once for each picture on the screen: a pen reports its position more often. */
function previewSoon() {
  if (!isPreviewDue) requestAnimationFrame(showPreview)
  isPreviewDue = true
}

/** Shows the input of the model: the drawing in 28 by 28 pixels. */
function showPreview() {
  isPreviewDue = false
  const canvas = byId('preview', HTMLCanvasElement)
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
  const pixels = context.createImageData(imageSize, imageSize)
  digitImage(drawing.strokes).forEach((ink, index) => {
    pixels.data.set([255 * ink, 255 * ink, 255 * ink, 255], index * 4)
  })
  context.putImageData(pixels, 0, 0)
}

'use strict'

/**
 * Puts files into the bucket below models/, through the server with which `npm run local -- --deploy` serves this page.
 * The weights come before the model that names them.
 *
 * @param {readonly File[]} files @param {(sentence: string) => void} showStatus
 * @returns {Promise<string | undefined>} the model's name, or undefined after a failure that `showStatus` has shown
 */
async function uploadModel(files, showStatus) {
  const models = files.filter(({ name }) => name.endsWith('.onnx'))
  if (models.length !== 1) {
    showStatus('Choose one file that ends in .onnx, and with it the files that it keeps weights in, if there are any.')
    return undefined
  }
  const [model] = models
  for (const file of [...files.filter(file => file !== model), ...models]) {
    showStatus(`Putting ${file.name} (${(file.size / 2 ** 20).toFixed(1)} MiB) into the bucket …`)
    const failed = await put(file)
    if (failed) {
      showStatus(`${file.name} is not in the bucket: ${failed}`)
      return undefined
    }
  }
  return model?.name.replace(/\.onnx$/, '')
}

/** @param {File} file @returns {Promise<string>} why it failed, or nothing */
async function put(file) {
  try {
    const response = await fetch(`models/${encodeURIComponent(file.name)}`, { method: 'PUT', body: file })
    return response.ok ? '' : (await response.json()).message
  } catch {
    return 'the page’s own server does not answer. Is npm run local still there?'
  }
}

/**
 * Waits until the Consumer finds the model: the event of the upload brings it to the shared file system.
 *
 * @param {string} address @param {string} model @param {AbortSignal} signal @param {(sentence: string) => void} showStatus
 */
async function waitUntilUsable(address, model, signal, showStatus) {
  const start = performance.now()
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1)
  for (;;) {
    const { inputs, failed } = await askInputs(address, model, signal)
    if (inputs) {
      showStatus(`${model} could be used ${seconds()} s after the upload.`)
      return { inputs }
    }
    const isComing = failed?.code === 'MODEL_NOT_FOUND' && performance.now() - start < 60_000
    if (!isComing) return { failed }
    showStatus(`${model} is in the bucket and on its way to the shared file system: ${seconds()} s …`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

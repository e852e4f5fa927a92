'use strict'

/** The model for predictions, and its inputs. */
class ModelForm {
  name = 'digits'
  /** @type {readonly ModelInput[]} */
  inputs = digitsInputs
  #place = byId('inputs', HTMLElement)

  /** @param {() => number[]} drawing */
  constructor(drawing) {
    this.drawing = drawing
    this.show()
  }

  /** @param {string} name @param {readonly ModelInput[]} inputs */
  use(name, inputs) {
    this.name = name
    this.inputs = inputs
    this.show()
  }

  get needsDrawing() {
    return [...this.#place.querySelectorAll('select')].some(({ value }) => value === 'the drawing')
  }

  show() {
    const isDigits = this.inputs === digitsInputs
    byId('model-used', HTMLElement).textContent = isDigits
      ? 'Predictions use the model digits, whose only input is the drawing.'
      : `Predictions use the model ${this.name}.`
    this.#place.replaceChildren(...this.inputs.map((input, index) => inputFields(input, index)))
    this.#place.hidden = isDigits
  }

  /** The request of the Open Inference Protocol. Throws an Error with a sentence for people. */
  request() {
    const fields = [...this.#place.querySelectorAll('fieldset')]
    return {
      inputs: this.inputs.map((input, index) => {
        const controls = /** @type {HTMLFieldSetElement} */ (fields[index]).elements
        const [datatype = '', shape = '', filling = '', own = ''] = ['datatype', 'shape', 'filling', 'own'].map(
          name => {
            const control = controls.namedItem(name)
            return control && 'value' in control ? String(control.value) : ''
          },
        )
        return tensorOf({ input, datatype, shape, filling: /** @type {Filling} */ (filling), own }, this.drawing)
      }),
    }
  }
}

/** @param {ModelInput} input @param {number} index */
function inputFields(input, index) {
  const { name, datatype = 'FP32', shape } = input
  const choices = fillings.filter(filling => filling !== 'the drawing' || takesDrawing(input))
  const select = make('select', { name: 'filling' }, ...choices.map(choice => make('option', {}, choice)))
  const own = make('textarea', { name: 'own', rows: '3', spellcheck: 'false' })
  const ownLabel = make('label', {}, 'Values, with commas', own)
  ownLabel.hidden = true
  select.addEventListener('change', () => (ownLabel.hidden = select.value !== 'values of your own'))
  const sizes = (shape ?? [1]).map(defaultSize).join(', ')
  const declared = shape ? `[${shape.map(size => (size < 0 ? 'any' : size)).join(', ')}]` : 'any shape'
  return make(
    'fieldset',
    { 'data-index': String(index) },
    make(
      'legend',
      {},
      make('code', {}, name),
      ` takes ${input.datatype ?? 'a type that the protocol does not have'}, ${declared}`,
    ),
    make('input', { type: 'hidden', name: 'datatype', value: datatype }),
    make('label', {}, 'Shape', make('input', { name: 'shape', value: sizes, autocomplete: 'off' })),
    make('label', {}, 'Filled with', select),
    ownLabel,
  )
}

/**
 * Asks the API for the inputs of a model: an inference request without inputs fits no model, and the refusal lists them
 * (docs/api.md).
 *
 * @param {string} address @param {string} model @param {AbortSignal} signal
 * @returns {Promise<{ inputs?: ModelInput[], failed?: Call }>} the failed call if the inputs are not known
 */
async function askInputs(address, model, signal) {
  const ingested = await callApi(address, '/ingest', { data: '{"inputs": []}' }, { signal })
  listCall(ingested)
  if (ingested.code) return { failed: ingested }
  const call = await callApi(address, '/predict', { fileId: ingested.body.fileId, model }, { signal })
  listCall(call)
  const inputs = call.body?.modelInputs
  if (call.code === 'INVALID_INPUT' && Array.isArray(inputs)) return { inputs }
  // A model without inputs has run.
  return call.code === '' ? { inputs: [] } : { failed: call }
}

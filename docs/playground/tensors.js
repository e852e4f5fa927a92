'use strict'

/**
 * An input of a model, as the API describes it (docs/api.md, `modelInputs`).
 * @typedef {{ name: string, datatype?: string, shape?: number[] }} ModelInput
 */

/** The inputs of the demonstration's model (tools/model/digits.json). For other models the page asks the API. */
const digitsInputs = [{ name: 'image', datatype: 'FP32', shape: [-1, 784] }]

const fillings = /** @type {const} */ (['the drawing', 'zeros', 'ones', 'random values', 'values of your own'])
/** @typedef {typeof fillings[number]} Filling */

/** A request may have about 5 MB, and a number of a drawing or at random has some ten bytes. */
const mostElements = 400_000

/** Whether the drawing can be this input: 784 numbers, in any shape. @param {ModelInput} input */
function takesDrawing({ datatype = '', shape }) {
  return datatype.startsWith('FP') && shape !== undefined && elementsOf(shape.map(defaultSize)) === 784
}

/** A size that the request chooses is 1 unless the form says otherwise. @param {number} size */
function defaultSize(size) {
  return size < 0 ? 1 : size
}

/** @param {readonly number[]} shape */
function elementsOf(shape) {
  return shape.reduce((product, size) => product * size, 1)
}

/**
 * Reads a shape that a person has written, `1, 3, 224, 224`; empty for a single value.
 *
 * @param {string} text
 */
function shapeOf(text) {
  const sizes = text
    .split(/[\s,×x[\]]+/)
    .filter(Boolean)
    .map(Number)
  if (sizes.every(size => Number.isInteger(size) && size >= 0)) return sizes
  throw new Error(`“${text}” is no shape: write whole numbers with commas, such as 1, 784.`)
}

/**
 * A tensor of the Open Inference Protocol. Throws an Error with a sentence for people.
 *
 * @param {{ input: ModelInput, datatype: string, shape: string, filling: Filling, own: string }} choice
 * @param {() => number[]} drawing
 */
function tensorOf({ input, datatype, shape: text, filling, own }, drawing) {
  const shape = shapeOf(text)
  const count = elementsOf(shape)
  if (filling === 'the drawing') {
    if (count !== 784) throw new Error(`The drawing has 784 numbers, and [${shape}] takes ${count}.`)
    return { name: input.name, shape, datatype, data: drawing() }
  }
  if (filling === 'values of your own') return { name: input.name, shape, datatype, data: ownValues(own, input.name) }
  if (count > mostElements)
    throw new Error(
      `[${shape}] has ${count} elements: put an input of that size into the bucket, and send its key to /ingest.`,
    )
  return { name: input.name, shape, datatype, data: Array.from({ length: count }, () => element(datatype, filling)) }
}

/** @param {string} text @param {string} name */
function ownValues(text, name) {
  const list = `[${text.trim().replace(/^\[([^]*)\]$/, '$1')}]`
  try {
    return JSON.parse(list)
  } catch {
    throw new Error(`The values of “${name}” are no JSON: write 0.5, 1, 2, or "a", "b" for text.`)
  }
}

/** @param {string} datatype @param {Filling} filling */
function element(datatype, filling) {
  const number = filling === 'ones' ? 1 : filling === 'zeros' ? 0 : Math.random()
  if (datatype === 'BOOL') return number >= 0.5
  if (datatype === 'BYTES') return number === 0 ? '' : 'a'
  return datatype.startsWith('FP') ? Number(number.toFixed(4)) : Math.round(number)
}

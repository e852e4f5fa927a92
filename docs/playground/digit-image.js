'use strict'

/**
 * A line of the drawing: points from 0 to 1, left to right and top to bottom.
 * @typedef {{ x: number, y: number }[]} Stroke
 */

const imageSize = 28
/** The digits that the model has learned fill a box of 20 by 20 pixels (yann.lecun.com/exdb/mnist). */
const digitSize = 20
/** Half of a line's width in pixels, about that of the digits that the model has learned. */
const penRadius = 1.2
/** The smallest size of a drawing, as a part of the paper, for its enlargement. So a dot remains a dot. */
const smallestExtent = 0.25

/**
 * Converts the drawing to the form of the training digits (yann.lecun.com/exdb/mnist): the larger side is 20 pixels, the
 * centre of mass is in the middle of 28 by 28 pixels, and edges are grey. Row by row, 0 (paper) to 1 (ink).
 *
 * @param {readonly Stroke[]} strokes
 * @returns {number[]} 784 numbers with three decimals
 */
function digitImage(strokes) {
  const points = strokes.flat()
  if (points.length === 0) return Array(imageSize * imageSize).fill(0)
  const [left, right] = extent(points.map(({ x }) => x))
  const [top, bottom] = extent(points.map(({ y }) => y))
  const scale = (digitSize - 2 * penRadius) / Math.max(right - left, bottom - top, smallestExtent)
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 }
  const sized = strokes.map(stroke =>
    stroke.map(({ x, y }) => ({ x: (x - middle.x) * scale, y: (y - middle.y) * scale })),
  )
  // The first image gives the centre of mass, and the second has it in the middle.
  const off = centreOfMass(inkOf(sized, { x: 0, y: 0 }))
  return inkOf(sized, { x: -off.x, y: -off.y }).map(ink => Math.round(ink * 1000) / 1000)
}

/** @param {number[]} values @returns {[number, number]} */
function extent(values) {
  return [
    values.reduce((least, value) => Math.min(least, value), Infinity),
    values.reduce((most, value) => Math.max(most, value), -Infinity),
  ]
}

/**
 * The lines in pixels around the middle of the image, moved by `shift`.
 *
 * @param {readonly Stroke[]} strokes
 * @param {{ x: number, y: number }} shift
 */
function inkOf(strokes, shift) {
  const centre = (imageSize - 1) / 2
  return Array.from({ length: imageSize * imageSize }, (_, index) => {
    const x = (index % imageSize) - centre - shift.x
    const y = Math.floor(index / imageSize) - centre - shift.y
    const distance = strokes.reduce((least, stroke) => Math.min(least, distanceTo(stroke, x, y)), Infinity)
    // The part of a pixel that lies within the line, for an edge that is straight.
    return Math.min(1, Math.max(0, penRadius - distance + 0.5))
  })
}

/** @param {Stroke} stroke @param {number} x @param {number} y */
function distanceTo(stroke, x, y) {
  let least = Infinity
  stroke.forEach((end, index) => {
    const start = stroke[index - 1] ?? end
    const [dx, dy] = [end.x - start.x, end.y - start.y]
    const length = dx * dx + dy * dy
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - start.x) * dx + (y - start.y) * dy) / length))
    least = Math.min(least, Math.hypot(x - start.x - along * dx, y - start.y - along * dy))
  })
  return least
}

/** @param {number[]} image */
function centreOfMass(image) {
  const centre = (imageSize - 1) / 2
  let [mass, x, y] = [0, 0, 0]
  image.forEach((ink, index) => {
    mass += ink
    x += ink * ((index % imageSize) - centre)
    y += ink * (Math.floor(index / imageSize) - centre)
  })
  return mass === 0 ? { x: 0, y: 0 } : { x: x / mass, y: y / mass }
}

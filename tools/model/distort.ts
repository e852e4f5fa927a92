import { imageSize } from './digits.ts'
import type { Random } from './random.ts'

const maxShift = 2 // pixels
const maxStretch = 0.15
const maxSlant = 0.2

/**
 * Varies a digit as other handwriting would: moves, stretches and slants it a little. Slants in both directions also
 * turn it, and need no sine, of which engines differ in the last bit.
 */
export function distort(pixels: Float32Array, random: Random): Float32Array {
  const between = (limit: number) => (2 * random() - 1) * limit
  const [xx, yy] = [1 + between(maxStretch), 1 + between(maxStretch)]
  const [xy, yx] = [between(maxSlant), between(maxSlant)]
  const [dx, dy] = [between(maxShift), between(maxShift)]
  const centre = (imageSize - 1) / 2
  const result = new Float32Array(pixels.length)
  for (let row = 0; row < imageSize; row += 1) {
    for (let column = 0; column < imageSize; column += 1) {
      const x = centre + xx * (column - centre) + xy * (row - centre) + dx
      const y = centre + yx * (column - centre) + yy * (row - centre) + dy
      result[row * imageSize + column] = interpolate(pixels, x, y)
    }
  }
  return result
}

// Interpolates between the four pixels around the point. Outside of the image is paper.
function interpolate(pixels: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  if (left < 0 || top < 0 || left >= imageSize - 1 || top >= imageSize - 1) return 0
  const [right, down] = [x - left, y - top]
  const at = top * imageSize + left
  const upper = pixels[at]! * (1 - right) + pixels[at + 1]! * right
  const lower = pixels[at + imageSize]! * (1 - right) + pixels[at + imageSize + 1]! * right
  return upper * (1 - down) + lower * down
}

import { inflateSync } from 'node:zlib'
import t from 'tap'
import { svgToPng } from './svg-to-png.ts'

t.test('a drawing becomes a PNG of 300 dots an inch, or of the width that is asked for', async t => {
  const svg = drawing('<rect width="40" height="20" fill="black"/>')
  t.same(sizeOf(await svgToPng(svg)), [300, 150])
  t.same(sizeOf(await svgToPng(svg, { width: 64 })), [64, 32])
})

t.test('text is drawn, in the family that the drawing names', async t => {
  const text = (family: string) => drawing(`<text x="2" y="30" font-family="${family}" font-size="20">Wi1</text>`)
  const blank = await svgToPng(drawing(''))
  const sans = await svgToPng(text('DejaVu Sans'))
  t.ok(sans.length > blank.length)
  t.notSame(sans, await svgToPng(text('DejaVu Sans Mono')), 'the two families differ')
  t.same(sans, await svgToPng(text('a family that nobody has')), 'an unknown family is drawn in the default one')
})

t.test('drawings made at once do not disturb each other, and equal drawings give equal bytes', async t => {
  const svgs = ['red', 'blue', 'red', 'blue'].map(color => drawing(`<circle cx="48" cy="24" r="20" fill="${color}"/>`))
  const [red, blue, redAgain, blueAgain] = await Promise.all(svgs.map(svg => svgToPng(svg)))
  t.same(red, redAgain)
  t.same(blue, blueAgain)
  t.notSame(red, blue)
})

t.test('a PNG is white where nothing is drawn', async t => {
  const png = Buffer.from(await svgToPng(drawing(''), { width: 1 }))
  const start = png.indexOf('IDAT') + 4
  const pixels = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)))
  t.same([...pixels.subarray(1, 4)], [255, 255, 255])
})

t.test('input that is not SVG is refused', async t => {
  await t.rejects(svgToPng('<svg'))
})

function drawing(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48">${content}</svg>`
}

function sizeOf(png: Uint8Array): [width: number, height: number] {
  const header = Buffer.from(png.buffer, png.byteOffset, 24)
  return [header.readUInt32BE(16), header.readUInt32BE(20)]
}

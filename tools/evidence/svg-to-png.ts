import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'

/**
 * Dots at the drawing's own size, where a CSS pixel is 1/96 inch. Journals ask for this much, and it is enough on any
 * screen.
 */
const dotsPerInch = 300

/** The families that drawings may name: 'DejaVu Sans' (regular, bold, oblique) and 'DejaVu Sans Mono' (regular, bold). */
const fontFiles = ['DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSans-Oblique', 'DejaVuSansMono', 'DejaVuSansMono-Bold']

/**
 * Renders an SVG. The same drawing gives the same bytes on every machine: renderer and fonts are npm packages, the
 * system's fonts are not read, and nothing is fetched.
 *
 * @param options.width in pixels; without it, 300 dots an inch of the drawing's own size
 */
export function svgToPng(svg: string, { width }: { readonly width?: number } = {}): Promise<Uint8Array> {
  const key = JSON.stringify([svg, width])
  const png = rendered.get(key) ?? render(svg, width)
  rendered.set(key, png)
  return png
}

/** A bundle's pictures are drawn, and drawn again to be checked, which takes most of the processor time of both. */
const rendered = new Map<string, Promise<Uint8Array>>()

async function render(svg: string, width: number | undefined): Promise<Uint8Array> {
  const fontBuffers = await (renderer ??= loadRenderer())
  const drawing = new Resvg(svg, {
    font: {
      fontBuffers,
      defaultFontFamily: 'DejaVu Sans',
      sansSerifFamily: 'DejaVu Sans',
      monospaceFamily: 'DejaVu Sans Mono',
    },
    fitTo: width === undefined ? { mode: 'zoom', value: dotsPerInch / 96 } : { mode: 'width', value: width },
    background: 'white',
  })
  const image = drawing.render()
  const png = image.asPng()
  // The garbage collector does not free memory of the WebAssembly module.
  image.free()
  drawing.free()
  return png
}

/** One renderer a process: the module refuses a second initialisation. */
let renderer: Promise<Uint8Array[]> | undefined

async function loadRenderer(): Promise<Uint8Array[]> {
  const { resolve } = createRequire(import.meta.url)
  await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')))
  return Promise.all(fontFiles.map(name => readFile(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))))
}

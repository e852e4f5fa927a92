'use strict'

/**
 * The paper to draw on, by mouse, finger, pen or keyboard. Arrow keys move the pen (Shift: further), Space puts it down
 * and lifts it, Delete or Backspace clears.
 */
class Drawing {
  /** @type {Stroke[]} */
  strokes = []
  pen = { x: 0.3, y: 0.2 }
  isDown = false
  isByKeyboard = false

  /** @param {HTMLCanvasElement} canvas @param {(sentence: string) => void} announce @param {() => void} changed */
  constructor(canvas, announce, changed) {
    this.canvas = canvas
    this.announce = announce
    this.changed = changed
    canvas.addEventListener('pointerdown', event => this.#begin(event))
    canvas.addEventListener('pointermove', event => this.#draw(event))
    for (const end of /** @type {const} */ (['pointerup', 'pointercancel', 'lostpointercapture']))
      canvas.addEventListener(end, () => (this.drawing = undefined))
    canvas.addEventListener('keydown', event => this.#key(event))
    canvas.addEventListener('blur', () => this.#lift())
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.show())
    this.show()
  }

  /** @param {readonly Stroke[]} strokes */
  set(strokes) {
    this.strokes = strokes.map(stroke => [...stroke])
    this.isDown = false
    this.show()
    this.changed()
  }

  get isEmpty() {
    return this.strokes.length === 0
  }

  show() {
    const { canvas, strokes } = this
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'))
    const { color, backgroundColor } = getComputedStyle(canvas)
    const size = canvas.width
    context.fillStyle = backgroundColor
    context.fillRect(0, 0, size, size)
    context.strokeStyle = context.fillStyle = color
    context.lineWidth = size * 0.09
    context.lineCap = context.lineJoin = 'round'
    for (const stroke of strokes) {
      context.beginPath()
      for (const { x, y } of stroke) context.lineTo(x * size, y * size)
      // A line of one point has no length, and a canvas draws none of those.
      if (stroke.length === 1) context.lineTo((stroke[0]?.x ?? 0) * size, (stroke[0]?.y ?? 0) * size)
      context.stroke()
    }
    if (this.isByKeyboard && document.activeElement === canvas) this.#showPen(context)
  }

  /** @param {CanvasRenderingContext2D} context */
  #showPen(context) {
    const size = this.canvas.width
    context.lineWidth = size * 0.012
    context.strokeStyle = getComputedStyle(this.canvas).outlineColor
    context.beginPath()
    context.arc(this.pen.x * size, this.pen.y * size, size * (this.isDown ? 0.03 : 0.055), 0, 2 * Math.PI)
    context.stroke()
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    if (event.button !== 0) return
    this.isByKeyboard = false
    this.#lift()
    this.canvas.setPointerCapture(event.pointerId)
    /** @type {Stroke | undefined} */
    this.drawing = [this.#placeOf(event)]
    this.strokes.push(this.drawing)
    this.show()
    this.changed()
  }

  /** @param {PointerEvent} event */
  #draw(event) {
    if (!this.drawing) return
    const events = event.getCoalescedEvents?.() ?? []
    this.drawing.push(...(events.length > 0 ? events : [event]).map(each => this.#placeOf(each)))
    this.show()
    this.changed()
  }

  /** @param {PointerEvent} event */
  #placeOf({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect()
    return { x: inside((clientX - left) / width), y: inside((clientY - top) / height) }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const step = event.shiftKey ? 0.1 : 0.02
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }
    const move = moves[/** @type {keyof typeof moves} */ (event.key)]
    if (move) this.#move(move)
    else if (event.key === ' ') this.#toggle()
    else if (event.key === 'Delete' || event.key === 'Backspace') this.clear()
    else return
    event.preventDefault()
    this.isByKeyboard = true
    this.show()
  }

  clear() {
    this.set([])
    this.announce('The paper is empty.')
  }

  /** @param {number[]} move */
  #move([dx = 0, dy = 0]) {
    this.pen = { x: inside(this.pen.x + dx), y: inside(this.pen.y + dy) }
    if (!this.isDown) return
    this.strokes.at(-1)?.push({ ...this.pen })
    this.changed()
  }

  #toggle() {
    this.isDown = !this.isDown
    if (this.isDown) this.strokes.push([{ ...this.pen }])
    this.announce(this.isDown ? 'The pen is down: arrow keys draw.' : 'The pen is up.')
    this.changed()
  }

  #lift() {
    this.isDown = false
    this.show()
  }
}

/** @param {number} part */
function inside(part) {
  return Math.min(1, Math.max(0, part))
}

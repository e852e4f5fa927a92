'use strict'

/**
 * The element of index.html with this id. The page and its scripts belong together, so a missing element is a bug.
 *
 * @template {typeof HTMLElement} T
 * @param {string} id @param {T} kind
 * @returns {InstanceType<T>}
 */
function byId(id, kind) {
  const element = document.getElementById(id)
  if (!(element instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}.`)
  return /** @type {InstanceType<T>} */ (element)
}

/**
 * Makes an element. Text is inserted as text, never as HTML: answers may contain text of a model.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag @param {Record<string, string>} [attributes] @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/**
 * A bar of a chart: its share of the whole width. The policy forbids style attributes, but allows this.
 *
 * @param {number} share 0 to 1 @param {string} [className]
 */
function makeBar(share, className = 'bar') {
  const bar = make('span', { class: className })
  bar.style.inlineSize = `${Math.max(0, Math.min(1, share)) * 100}%`
  return bar
}

/** @param {number} ms */
function milliseconds(ms) {
  return ms >= 100 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`
}

/** The part of a log stream's name that differs between environments. @param {string} logStream */
function environmentName(logStream) {
  return logStream.split(']').at(-1)?.slice(0, 8) || 'unknown'
}

/** The values of the placeholders in the recordings: `bucket` for `<bucket>`. */
export type Values = Readonly<Record<string, unknown>>

const placeholder = /<([a-z][a-zA-Z]*)>/g

/** Replaces the placeholders in the input of a call. A text that is only a placeholder becomes the value itself. */
export function fillIn(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const [, whole] = /^<([a-z][a-zA-Z]*)>$/.exec(template) ?? []
    if (whole) return valueOf(whole, values)
    return template.replace(placeholder, (_, name: string) => String(valueOf(name, values)))
  }
  if (Array.isArray(template)) return template.map(item => fillIn(item, values))
  if (typeof template === 'object' && template !== null)
    return Object.fromEntries(Object.entries(template).map(([name, value]) => [name, fillIn(value, values)]))
  return template
}

/**
 * Returns the found value where it agrees with the template, and the expected value elsewhere. So a comparison of the
 * result with the found value shows only the differences. `<any>` agrees with every value; members that the template
 * does not name are ignored.
 */
export function agreed(template: unknown, found: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    if (template === '<any>') return found ?? template
    if (!template.includes('<any>')) return fillIn(template, values)
    const parts = template.split('<any>').map(part => escaped(String(fillIn(part, values))))
    return typeof found === 'string' && new RegExp(`^${parts.join('[^]+')}$`).test(found) ? found : template
  }
  if (Array.isArray(template)) {
    const items: readonly unknown[] = Array.isArray(found) ? found : []
    return template.map((item, index) => agreed(item, items[index], values))
  }
  if (typeof template === 'object' && template !== null) {
    const members = { ...(found as Record<string, unknown> | undefined) }
    for (const [name, value] of Object.entries(template)) members[name] = agreed(value, members[name], values)
    return members
  }
  return template
}

function valueOf(name: string, values: Values): unknown {
  if (name in values) return values[name]
  throw new Error(`No set-up of this answer gives <${name}>; there are: ${Object.keys(values).join(', ')}`)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

import { formatError } from './template-error.ts'

/** What a member of a template must be: in the words of the refusal, and as a test. */
export interface MemberForm {
  readonly form: string
  readonly fits: (value: unknown) => boolean
}

export type MemberForms = Readonly<Record<string, MemberForm>>

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

export const text: MemberForm = { form: 'a string', fits: isScalar }
export const texts: MemberForm = {
  form: 'a list of strings',
  fits: value => Array.isArray(value) && value.length > 0 && value.every(isScalar),
}
export const count: MemberForm = { form: 'a number that is not negative', fits: value => /^\d+$/.test(String(value)) }
export const number: MemberForm = { form: 'a number', fits: value => isNumber(value) }
export const boolean: MemberForm = { form: 'a boolean', fits: value => /^(true|false)$/.test(String(value)) }
export const object: MemberForm = {
  form: 'an object',
  fits: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Refuses a member of another form. A missing or null one is not checked. @throws AwsError ValidationError */
export function checkForms(section: string, value: Readonly<Record<string, unknown>>, forms: MemberForms): void {
  for (const [name, { form, fits }] of Object.entries(forms)) {
    if ((value[name] ?? undefined) !== undefined && !fits(value[name]))
      throw formatError(`[/${section}] Every ${name} member must be ${form}.`)
  }
}

/** `Number` also reads hexadecimal, binary and empty texts. */
export function isNumber(value: unknown): boolean {
  return isScalar(value) && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(String(value))
}

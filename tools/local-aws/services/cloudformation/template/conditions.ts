import { evaluate, type Scope } from './intrinsics.ts'
import { validationError } from './template-error.ts'

/**
 * Whether a condition of the template holds. Conditions may name parameters, mappings and other conditions.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
 */
export class Conditions {
  readonly #declarations: Readonly<Record<string, unknown>>
  readonly #known = new Map<string, boolean | 'evaluating'>()

  constructor(declarations: Readonly<Record<string, unknown>>) {
    this.#declarations = declarations
  }

  holds(name: string, scope: Scope): boolean {
    const known = this.#known.get(name)
    if (known === 'evaluating') throw validationError(`Circular dependencies between conditions: [${name}]`)
    if (known !== undefined) return known
    this.#known.set(name, 'evaluating')
    const holds = this.#test(this.#declarations[name], scope)
    this.#known.set(name, holds)
    return holds
  }

  /** The form of the expression has been checked: function-arguments.ts. */
  #test(expression: unknown, scope: Scope): boolean {
    const [operator, argument] = Object.entries(expression as object)[0]!
    if (operator === 'Condition') return this.holds(String(argument), scope)
    const operands = argument as unknown[]
    switch (operator) {
      case 'Fn::Equals':
        return String(evaluate(operands[0], scope)) === String(evaluate(operands[1], scope))
      case 'Fn::Not':
        return !this.#test(operands[0], scope)
      case 'Fn::And':
        return operands.every(operand => this.#test(operand, scope))
      default:
        return operands.some(operand => this.#test(operand, scope))
    }
  }
}

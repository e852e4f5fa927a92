import { evaluate, type Scope } from './intrinsics.ts'
import { notBuilt, validationError } from './template-error.ts'

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

  #test(expression: unknown, scope: Scope): boolean {
    const [operator, argument] = Object.entries((expression ?? {}) as object)[0] ?? []
    const operands = Array.isArray(argument) ? argument : []
    switch (operator) {
      case 'Condition':
        return this.holds(String(argument), scope)
      case 'Fn::Equals':
        return String(evaluate(operands[0], scope)) === String(evaluate(operands[1], scope))
      case 'Fn::Not':
        return !this.#test(operands[0], scope)
      case 'Fn::And':
        return operands.every(operand => this.#test(operand, scope))
      case 'Fn::Or':
        return operands.some(operand => this.#test(operand, scope))
      default:
        throw notBuilt(`the condition function ${operator}`)
    }
  }
}

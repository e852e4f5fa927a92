import type { Output } from '@aws-sdk/client-cloudformation'
import { isDeleted, type Stack } from './stack.ts'

/**
 * The outputs that stacks export by name for other stacks of the account and Region, and their importers.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
 */
export class Exports {
  readonly #stacks: () => Iterable<Stack>

  constructor(stacks: () => Iterable<Stack>) {
    this.#stacks = stacks
  }

  list(): { stack: Stack; output: Output }[] {
    return this.#alive().flatMap(stack =>
      stack.outputs.filter(output => output.ExportName).map(output => ({ stack, output })),
    )
  }

  value(name: string): string | undefined {
    return this.list().find(({ output }) => output.ExportName === name)?.output.OutputValue
  }

  importers(name: string): Stack[] {
    return this.#alive().filter(stack => stack.imports.has(name))
  }

  /** Returns why the stack cannot be deleted, if another stack imports one of its exports. */
  reasonInUse(stack: Stack): string | undefined {
    const used = stack.outputs.find(({ ExportName }) => ExportName && this.importers(ExportName).length > 0)
    return used && this.#inUse('delete', used.ExportName!)
  }

  /** Returns why these outputs cannot replace the stack's own: a name is taken, or an imported value would change. */
  reasonRefused(stack: Stack, outputs: readonly Output[]): string | undefined {
    for (const { ExportName } of outputs) {
      const owner = this.list().find(({ output }) => output.ExportName === ExportName && ExportName)?.stack
      if (owner && owner !== stack)
        return `Export with name ${ExportName} is already exported by stack ${owner.stackName}.`
    }
    for (const { ExportName, OutputValue } of stack.outputs) {
      if (!ExportName || this.importers(ExportName).length === 0) continue
      const next = outputs.find(output => output.ExportName === ExportName)
      if (!next) return this.#inUse('delete', ExportName)
      if (next.OutputValue !== OutputValue) return this.#inUse('update', ExportName)
    }
    return undefined
  }

  /**
   * Words: https://repost.aws/articles/ARrtwG71pqTYi3bGme27_3bg
   * Several importers: https://github.com/aws/aws-cdk/issues/604
   */
  #inUse(verb: 'delete' | 'update', exportName: string): string {
    const importers = new Intl.ListFormat('en-GB').format(this.importers(exportName).map(stack => stack.stackName))
    const noun = verb === 'delete' ? 'Delete' : 'Update'
    return `${noun} canceled. Cannot ${verb} export ${exportName} as it is in use by ${importers}.`
  }

  #alive(): Stack[] {
    return [...this.#stacks()].filter(stack => !isDeleted(stack))
  }
}

/** The text that a change set shows for a value that only its execution will give. */
export const unknownValue = '{{changeSet:KNOWN_AFTER_APPLY}}'

/**
 * The placeholder for a nested stack, which gets it as the text of a parameter. CloudFormation treats that text as the
 * value, so a plan may fail although the stack could be created: at Fn::Select of a part that the text lacks
 * (github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759) and at an allowed pattern
 * (github.com/aws-cloudformation/rain/issues/526). Whether other constraints fail too is not known.
 */
const placeholder = '{{IntrinsicFunction:KNOWN_AFTER_APPLY}}'

/** Whether a value, or a part of it, is not known yet. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && (value.includes(unknownValue) || isPlaceholder(value))
}

export function isPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && value.includes(placeholder)
}

/** A value of this stack as the plan of a nested one sees it. */
export function asPlaceholder(value: unknown): string {
  return String(value).replaceAll(unknownValue, placeholder)
}

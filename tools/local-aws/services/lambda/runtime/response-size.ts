/** "Response payload 6 MB": https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maxResponseBytes = 6_291_556

/** The result of the work or, after this time, `late`. The work continues then, and nobody waits for it. */
export async function orLate<T, Late>(work: Promise<T>, milliseconds: number, late: Late): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined
  const timeOut = new Promise<Late>(resolve => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  try {
    return await Promise.race([work, timeOut])
  } finally {
    clearTimeout(timer)
  }
}

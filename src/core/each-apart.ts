/** Does something for each, one after another, also where it fails for some: what went wrong is thrown in the end. So what one account has nobody else waits for. */
export async function eachApart<T>(items: Iterable<T> | AsyncIterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = []
  for await (const item of items) await work(item).catch((error: unknown) => errors.push(error))
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} failed, and this first: ${errors[0]}`)
  if (errors.length > 0) throw errors[0]
}

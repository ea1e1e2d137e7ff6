/**
 * Operations that a vendor's sheet names, or that its published clients call. Each is `METHOD /path`, with several methods as `PUT|PATCH /path`, and `UPGRADE /path`
 * where it becomes a WebSocket; what the vendor only links to without saying an address has no row.
 */
export type Row = {
  /** Where it is named: a section of the sheet, `client` for a published client that calls it, `family` for a call of the family's that this vendor's page is silent about. */
  named: string
  operations: string[]
  /** Why Parley leaves it out. It is served where there is no such reason. */
  absent?: string
}

/** `PUT|PATCH /a` is two operations. */
export function listRow(row: Row): string[] {
  return row.operations.flatMap((one) => {
    const [methods = '', path = ''] = one.split(' ')
    return methods.split('|').map((method) => `${method} ${path}`)
  })
}

/** An operation whatever its parameters are called. */
export function keyOf(operation: string): string {
  return operation.replace(/\{\w*\}/g, '{}')
}

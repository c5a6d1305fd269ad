/** Where the dispatcher tells an operator what they should know; never an address or a content. */
export interface DispatchLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/**
 * Something this installation leans on, such as its database or Redis, cannot answer for now. No
 * request is at fault, and it may be sent again.
 */
export class DependencyUnavailable extends Error {
  override readonly name: string = 'DependencyUnavailable'
}

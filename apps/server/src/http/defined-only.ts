type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The fields of a body that were sent; null was sent. */
export const definedOnly = <T extends object>(value: T): Defined<T> =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>

interface Page {
  readonly nextCursor: string | null
}

/** A list whose pages lead to each other by a cursor. */
export const byCursor = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }: Page) => nextCursor ?? undefined,
}

/** Where in such a list a page begins. */
export const at = (cursor: string | null) => (cursor === null ? {} : { cursor })

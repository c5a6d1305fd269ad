/** A page that is on its way. */
export const Loading = () => (
  <div role="status" className="grid min-h-dvh place-items-center">
    <span className="size-8 animate-spin motion-reduce:animate-none rounded-full border-3 border-quiet border-r-transparent" />
  </div>
)

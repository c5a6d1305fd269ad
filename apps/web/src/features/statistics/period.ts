import { useSearchParams } from 'react-router'

export const PERIODS = [7, 30, 90] as const
const USUAL = 30

/** How many days an address asks for; 30 when it says nothing that there is. */
export const periodIn = (search: URLSearchParams): number =>
  PERIODS.find((days) => String(days) === search.get('days')) ?? USUAL

/** The days shown, kept in the address so that it can be sent to somebody. */
export const usePeriod = () => {
  const [search, setSearch] = useSearchParams()
  return [
    periodIn(search),
    (days: number) => setSearch({ days: String(days) }, { replace: true }),
  ] as const
}

import type { Problem } from '@latchkey/client'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Loaded } from './loaded.tsx'

const failure = (status: number) =>
  ({ code: 'unavailable', status, title: 'no' }) as object as Problem

interface Answer {
  readonly data?: string
  readonly currentData?: string | undefined
}

const shown = (of: Answer, status?: number) => {
  const rest = { isFetching: false, refetch: () => undefined }
  const error = status === undefined ? undefined : failure(status)
  return renderToStaticMarkup(
    <Loaded of={{ ...rest, ...of, error }}>{(data) => <b>{data}</b>}</Loaded>,
  )
}

test('what is there is shown', () => {
  expect(shown({ data: 'ada' })).toBe('<b>ada</b>')
})

test('what is there stays when it cannot be asked for again, below why', () => {
  expect(shown({ data: 'ada' }, 503)).toMatch(/role="alert".*<button.*<b>ada<\/b>/)
})

test.each([403, 404])('what is gone or forbidden (%d) does not stay', (status) => {
  expect(shown({ data: 'ada' }, status)).not.toContain('ada')
})

test('what was asked for before does not stand in for what failed', () => {
  expect(shown({ data: 'ada', currentData: undefined }, 503)).not.toContain('ada')
})

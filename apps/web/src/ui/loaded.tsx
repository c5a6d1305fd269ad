import type { Problem } from '@latchkey/client'
import type { SerializedError } from '@reduxjs/toolkit'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemText } from '../lib/problem-text.ts'
import { useRetries } from '../lib/use-retries.ts'
import { FailureNotice } from './failure-notice.tsx'
import { Skeleton } from './skeleton.tsx'

interface Query<Data> {
  readonly data?: Data | undefined
  /** The data of what is asked for now, where `data` may be that of what was asked for before. */
  readonly currentData?: Data | undefined
  readonly error?: Problem | SerializedError | undefined
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

interface Props<Data> {
  readonly of: Query<Data>
  /** How many lines stand in until the data is there. */
  readonly lines?: number
  readonly children: (data: Data) => ReactNode
}

const isProblem = (error: Problem | SerializedError): error is Problem =>
  'code' in error && 'status' in error

/** Whether it is gone, or not theirs to see any more. */
const isAway = (error: Problem | SerializedError): boolean =>
  isProblem(error) && (error.status === 403 || error.status === 404)

/** Whether the server is away, and may be back any moment. */
const mayPass = (error: Problem | SerializedError): boolean =>
  isProblem(error) && error.status >= 500

interface FailureProps {
  readonly of: Query<unknown>
  readonly error: Problem | SerializedError
}

const Failure = ({ of: { isFetching, refetch }, error }: FailureProps) => {
  const { t } = useTranslation('ui')
  useRetries(!isFetching && mayPass(error), refetch)
  return (
    <FailureNotice
      title={t('failed')}
      lead={isProblem(error) ? problemText(error) : null}
      action={t('again')}
      isBusy={isFetching}
      onAgain={() => void refetch()}
    />
  )
}

/**
 * Shows what was asked for: on its way, there, or not to be had, with a button to ask again; a
 * server that is away is asked again by itself for a while. What is there stays when it cannot be
 * asked for again, with all that somebody has typed into it.
 */
export const Loaded = <Data,>({ of, lines = 3, children }: Props<Data>) => {
  const { data, error } = of
  const kept = 'currentData' in of ? of.currentData : data
  const shown = error ? (isAway(error) ? undefined : kept) : data
  if (!error && shown === undefined) return <Skeleton lines={lines} />
  return (
    <>
      {error && <Failure of={of} error={error} />}
      {shown !== undefined && children(shown)}
    </>
  )
}

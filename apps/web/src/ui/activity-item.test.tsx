import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { OwnEvent } from '../lib/own-activity.ts'
import { ActivityItem } from './activity-item.tsx'

const shown = (wanted: Partial<OwnEvent>) => {
  const event = { id: '1', at: '2026-11-21T12:00:00Z', resource: 'session', code: null, ...wanted }
  return renderToStaticMarkup(<ActivityItem event={event as OwnEvent} />)
}

test('a lock is neither good news nor a refusal', () => {
  expect(shown({ action: 'authn_login_success', success: true })).toContain('activity.done')
  expect(shown({ action: 'authn_login_fail', success: false })).toContain('activity.refused')
  expect(shown({ action: 'authn_login_lock', success: true })).toContain('activity.locked')
})

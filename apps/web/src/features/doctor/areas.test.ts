import { doctor } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { AREAS, byArea, countOf } from './areas.ts'
import type { Finding } from './doctor-api.ts'
import english from './texts.en.json' with { type: 'json' }

const finding = (area: Finding['area'], status: Finding['status']): Finding => ({
  ...{ area, status, check: area, cause: 'found', fix: null },
})

const { shape } = doctor.examine.schema.response[200].shape.findings.element

test('every part and every status of the API is shown, with its words', () => {
  expect(AREAS.toSorted()).toEqual(shape.area.options.toSorted())
  expect(Object.keys(english.area).sort()).toEqual(shape.area.options.toSorted())
  expect(Object.keys(english.status).sort()).toEqual(shape.status.options.toSorted())
})

test('findings stand with their part, in the order of the page; a part without any is left out', () => {
  const [clock, mail, again] = [
    finding('clock', 'ok'),
    finding('mail', 'problem'),
    finding('mail', 'ok'),
  ]
  const found = [clock, mail, again]
  expect(byArea(found)).toEqual([
    { area: 'mail', found: [mail, again] },
    { area: 'clock', found: [clock] },
  ])
  expect([countOf(found, 'ok'), countOf(found, 'problem'), countOf(found, 'warning')]).toEqual([
    2, 1, 0,
  ])
})

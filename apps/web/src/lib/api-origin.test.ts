import { expect, test } from 'vitest'
import { originIn } from './api-origin.ts'

test.each([
  ['', ''],
  ['https://api.example.com', 'https://api.example.com'],
  ['https://api.example.com/', 'https://api.example.com'],
  ['http://localhost:3000', 'http://localhost:3000'],
])('%j is where the API is', (given, origin) => {
  expect(originIn(given)).toBe(origin)
})

test.each([
  'localhost:3000',
  'api.example.com',
  'api.example.com:8443',
  'https://a.example,https://b.example',
  'https://a.example,b.example',
  'https://*.example.com',
  'https://api.example.com/v1',
  'https://api.example.com?x',
  'https://user:secret@api.example.com',
  'javascript:alert(1)',
  'data:text/html,x',
  'ftp://api.example.com',
  'blob:https://evil.example/x',
  ' ',
])('a build for %j is refused', (given) => {
  expect(() => originIn(given)).toThrow('must be an origin')
})

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Clock } from '@latchkey/core'
import { createLocalJWKSet, type JWK, jwtVerify, SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { type AccessGrant, accessTokens } from './access-token.ts'
import { jwtHeader } from './jwt.ts'

const issuer = 'https://auth.example.com'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const later = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const start = new Date('2026-11-21T10:00:00Z')
const startSeconds = start.getTime() / 1000

const setup = ({ audience = issuer } = {}) => {
  let now = start
  const clock: Clock = { now: () => now }
  const known = new Map<string, KeyObject>([['key-1', publicKey]])
  const keys = {
    active: () => ({ kid: 'key-1', privateKey }),
    find: (kid: string) => known.get(kid) ?? null,
    learn: async (kid: string) => {
      if (kid === 'key-2') known.set('key-2', later.publicKey)
      return known.has(kid)
    },
  }
  const tokens = accessTokens({ keys, issuer, audience, clock })
  return {
    ...tokens,
    removeKey: (kid: string) => known.delete(kid),
    advanceSeconds: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}

const grant: AccessGrant = {
  userId: 'user-1',
  sessionId: 'session-1',
  roles: ['admin', 'user'],
  accessVersion: 2,
  amr: ['pwd'],
  authTime: new Date(start.getTime() - 60_000),
  expiresAt: new Date(start.getTime() + 900_000),
}

const claims = {
  iss: issuer,
  aud: issuer,
  sub: 'user-1',
  sid: 'session-1',
  jti: 'token-1',
  av: 2,
  iat: startSeconds,
  exp: startSeconds + 900,
  auth_time: startSeconds,
  amr: ['pwd'],
  roles: ['user'],
}
const header = { alg: 'ES256', typ: 'at+jwt', kid: 'key-1' }

/** A token of any header and payload with a genuine signature of ours. */
const forged = (
  parts: { header?: object; payload?: object | string } = {},
  key: KeyObject = privateKey,
): string => {
  const segments = [parts.header ?? header, parts.payload ?? claims].map((part) =>
    Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'),
  )
  const signed = segments.join('.')
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

test('a token says who, which session, how and when, and nothing else', () => {
  const { sign, verify } = setup()
  const { token, expiresInSeconds } = sign(grant)
  expect(expiresInSeconds).toBe(900)
  expect(verify(token)).toEqual({
    ...grant,
    tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    issuedAt: start,
  })
  const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  expect(Object.keys(payload).sort()).toEqual(Object.keys(claims).sort())
})

test('jose accepts our tokens by the published key', async () => {
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'ES256', use: 'sig' }
  const { token } = setup().sign(grant)
  const verified = await jwtVerify(token, createLocalJWKSet({ keys: [jwk as JWK] }), {
    issuer,
    audience: issuer,
    typ: 'at+jwt',
    algorithms: ['ES256'],
    currentDate: start,
  })
  expect(verified.payload.sub).toBe('user-1')
  expect(verified.protectedHeader).toEqual(header)
})

test('we accept a token that jose made with our key', async () => {
  const token = await new SignJWT(claims).setProtectedHeader(header).sign(privateKey)
  expect(setup().verify(token)).toMatchObject({ userId: 'user-1', tokenId: 'token-1' })
})

describe('a token is refused', () => {
  const refuse = (token: string): void => {
    const tokens = setup()
    expect(tokens.verify(token)).toBeNull()
    expect(tokens.verify(token)).toBeNull()
  }

  test('that is unsecured or signed with the public key as a password', async () => {
    refuse(new UnsecuredJWT(claims).encode())
    refuse(forged({ header: { ...header, alg: 'none' } }))
    const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    refuse(
      await new SignJWT(claims)
        .setProtectedHeader({ ...header, alg: 'HS256' })
        .sign(new TextEncoder().encode(pem)),
    )
  })

  test.each([
    ['alg', 'ES384'],
    ['alg', 'es256'],
    ['typ', 'JWT'],
    ['typ', 'application/at+jwt'],
    ['typ', undefined],
    ['kid', undefined],
    ['kid', 7],
    ['kid', '__proto__'],
    ['crit', ['exp']],
    ['crit', null],
  ])('with %s %s in its header', (name, value) => {
    refuse(forged({ header: { ...header, [name]: value } }))
  })

  test.each([
    ['iss', 'https://evil.example.com'],
    ['aud', 'https://other.example.com'],
    ['aud', [issuer]],
    ['exp', startSeconds],
    ['exp', startSeconds + 3601],
    ['exp', startSeconds + 0.5],
    ['exp', String(startSeconds + 900)],
    ['iat', startSeconds + 120],
    ['iat', undefined],
    ['auth_time', startSeconds + 120],
    ['sub', ''],
    ['sub', ['user-1']],
    ['sid', undefined],
    ['jti', null],
    ['av', -1],
    ['av', '2'],
    ['amr', 'pwd'],
    ['amr', ['none']],
    ['roles', [{}]],
    ['roles', undefined],
  ])('with %s %s in its payload', (name, value) => {
    refuse(forged({ payload: { ...claims, [name]: value } }))
  })

  test('whose payload is no object', () => {
    for (const payload of ['null', '[]', '"text"', '{', '']) refuse(forged({ payload }))
  })

  test('by another key under our key id', () => {
    refuse(forged({}, later.privateKey))
  })

  test('with any bit of any segment flipped', () => {
    const { sign, verify } = setup()
    const { token } = sign(grant)
    expect(verify(token)).not.toBeNull()
    const segments = token.split('.')
    for (const [place, segment] of segments.entries())
      for (let at = 0; at < Buffer.from(segment, 'base64url').length; at++) {
        const bytes = Buffer.from(segment, 'base64url')
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (at % 8)), at)
        expect(verify(segments.with(place, bytes.toString('base64url')).join('.'))).toBeNull()
      }
  })

  test('in any other spelling of the same bytes', () => {
    const token = forged()
    const [first = '', payload = '', signature = ''] = token.split('.')
    refuse(`${token}=`)
    refuse(`${token}.`)
    refuse(`.${token}`)
    refuse(` ${token}`)
    refuse(`${token}\n`)
    refuse(`${token}.${signature}`)
    refuse(`${first}.${payload}`)
    refuse(`${first}..${signature}`)
    const unused = signature.slice(0, -1) + String.fromCharCode(signature.charCodeAt(85) + 1)
    expect(Buffer.from(unused, 'base64url')).toEqual(Buffer.from(signature, 'base64url'))
    refuse(`${first}.${payload}.${unused}`)
  })

  test('that is larger than 4 KiB', () => {
    refuse(forged({ payload: { ...claims, roles: ['x'.repeat(4000)] } }))
  })

  test('from the moment it expires, also when it was accepted before', () => {
    const { sign, verify, advanceSeconds } = setup()
    const { token } = sign(grant)
    expect(verify(token)).not.toBeNull()
    advanceSeconds(899)
    expect(verify(token)).not.toBeNull()
    advanceSeconds(1)
    expect(verify(token)).toBeNull()
  })

  test('from the moment its key was removed, also when it was accepted before', () => {
    const { sign: make, verify, removeKey } = setup()
    const { token } = make(grant)
    expect(verify(token)).not.toBeNull()
    removeKey('key-1')
    expect(verify(token)).toBeNull()
  })

  test('that was made for another audience', () => {
    const { token } = setup({ audience: 'https://api.example.com' }).sign(grant)
    refuse(token)
  })
})

test('a token by a key that another process just made is accepted after one look-up', async () => {
  const tokens = setup()
  const token = forged({ header: { ...header, kid: 'key-2' } }, later.privateKey)
  expect(tokens.verify(token)).toBeNull()
  expect(await tokens.verifyOrLearn(token)).toMatchObject({ userId: 'user-1' })
  const stranger = forged({ header: { ...header, kid: 'key-3' } }, later.privateKey)
  expect(await tokens.verifyOrLearn(stranger)).toBeNull()
  expect(await tokens.verifyOrLearn('junk')).toBeNull()
})

test('what was verified cannot be changed by whoever holds it', () => {
  const { sign, verify } = setup()
  const { token } = sign(grant)
  const verified = verify(token)
  expect(Object.isFrozen(verified)).toBe(true)
  expect(Object.isFrozen(verified?.roles)).toBe(true)
  expect(verify(token)).toBe(verified)
})

test('the header is exactly algorithm, type and key id', () => {
  expect(JSON.parse(Buffer.from(jwtHeader('key-1'), 'base64url').toString())).toEqual(header)
})

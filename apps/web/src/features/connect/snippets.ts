/** What a program needs to know of this installation. */
export interface Addresses {
  /** Of the API, which is also the issuer of tokens. */
  readonly api: string
  /** Of the pages that visitors see. */
  readonly web: string
  readonly audience: string
}

/** A piece of a program to copy. */
export interface Snippet {
  /** The file it belongs into, or the program that runs it. */
  readonly file: string
  readonly code: string
}

/** How tokens are checked without asking: by the published keys. */
const verifying = ({ api, audience }: Addresses): string => `const issuer = '${api}'
const keys = createRemoteJWKSet(new URL('${api}/.well-known/jwks.json'))
const rules = { issuer, audience: '${audience}', algorithms: ['ES256'], typ: 'at+jwt' }`

const curl = ({ api }: Addresses): Snippet[] => [
  {
    file: 'Terminal',
    code: `# Sign in: the answer has accessToken and refreshToken
curl '${api}/api/auth/login' \\
  -H 'content-type: application/json' \\
  -d '{"email":"ada@example.com","password":"…"}'

# Who is that?
curl '${api}/api/auth/me' -H "authorization: Bearer $ACCESS_TOKEN"`,
  },
  {
    file: 'sign-in.mjs',
    code: `const api = '${api}'
const json = { 'content-type': 'application/json' }

const signIn = async (email, password) => {
  const body = JSON.stringify({ email, password })
  const answer = await fetch(\`\${api}/api/auth/login\`, { method: 'POST', headers: json, body })
  const said = await answer.json()
  if (!said.success) throw new Error(said.code)
  return said
}

const { user, accessToken } = await signIn('ada@example.com', '…')
const headers = { authorization: \`Bearer \${accessToken}\` }
const session = await (await fetch(\`\${api}/api/auth/session\`, { headers })).json()
console.log(user.email, session.roles)`,
  },
]

const react = ({ api }: Addresses): Snippet[] => [
  {
    file: 'src/main.jsx',
    code: `import { createLatchkey } from '@latchkey/client'
import { LatchkeyProvider, SignedIn, SignedOut, useSession } from '@latchkey/client/react'
import { createRoot } from 'react-dom/client'

const latchkey = createLatchkey({ baseUrl: '${api}' })

const SignInForm = () => (
  <form
    onSubmit={async (event) => {
      event.preventDefault()
      const { email, password } = Object.fromEntries(new FormData(event.currentTarget))
      const { error } = await latchkey.login({ email, password })
      if (error) alert(error.message)
    }}
  >
    <input name="email" type="email" autoComplete="username" aria-label="E-mail" />
    <input name="password" type="password" autoComplete="current-password" aria-label="Password" />
    <button>Sign in</button>
  </form>
)

const Hello = () => {
  const session = useSession()
  return <p>Hello {session.user?.email} <button onClick={() => latchkey.logout()}>Sign out</button></p>
}

createRoot(document.getElementById('root')).render(
  <LatchkeyProvider client={latchkey}>
    <SignedIn><Hello /></SignedIn>
    <SignedOut><SignInForm /></SignedOut>
  </LatchkeyProvider>,
)`,
  },
]

const express = (addresses: Addresses): Snippet[] => [
  { file: 'Terminal', code: 'npm install express jose' },
  {
    file: 'server.mjs',
    code: `import express from 'express'
import { createRemoteJWKSet, jwtVerify } from 'jose'

${verifying(addresses)}

const signedIn = async (request, response, next) => {
  const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? ''
  try {
    const { payload } = await jwtVerify(token, keys, rules)
    request.user = { id: payload.sub, roles: payload.roles }
  } catch {
    return response.status(401).json({ code: 'unauthenticated' })
  }
  next()
}

const app = express()
app.get('/hello', signedIn, (request, response) => response.json({ hello: request.user }))
app.listen(4000)`,
  },
]

const fastify = (addresses: Addresses): Snippet[] => [
  { file: 'Terminal', code: 'npm install fastify jose' },
  {
    file: 'server.mjs',
    code: `import Fastify from 'fastify'
import { createRemoteJWKSet, jwtVerify } from 'jose'

${verifying(addresses)}

const app = Fastify()
app.decorateRequest('user', null)

const signedIn = async (request, reply) => {
  const token = request.headers.authorization?.replace(/^Bearer /i, '') ?? ''
  try {
    const { payload } = await jwtVerify(token, keys, rules)
    request.user = { id: payload.sub, roles: payload.roles }
  } catch {
    return reply.code(401).send({ code: 'unauthenticated' })
  }
}

app.get('/hello', { onRequest: signedIn }, async ({ user }) => ({ hello: user }))
await app.listen({ port: 4000 })`,
  },
]

const next = (addresses: Addresses): Snippet[] => {
  const { api } = addresses
  const cookie = `${api.startsWith('https:') ? '__Host-' : ''}latchkey_access`
  return [
    { file: 'Terminal', code: 'npm install jose' },
    {
      file: 'next.config.mjs',
      code: `// The API under the origin of your pages: its cookies are then theirs.
export default {
  rewrites: async () => [{ source: '/api/auth/:path*', destination: '${api}/api/auth/:path*' }],
}`,
    },
    {
      file: 'lib/session.js',
      code: `import { createRemoteJWKSet, jwtVerify } from 'jose'
import { cookies } from 'next/headers'

${verifying(addresses)}

// In pages, layouts and route handlers: who is signed in, or null.
export const currentUser = async () => {
  const token = (await cookies()).get('${cookie}')?.value ?? ''
  try {
    const { payload } = await jwtVerify(token, keys, rules)
    return { id: payload.sub, roles: payload.roles }
  } catch {
    return null
  }
}`,
    },
    {
      file: 'app/sign-in.js',
      code: `'use client'

// Tokens go into cookies that no script can read.
export const signIn = async (email, password) => {
  const headers = { 'content-type': 'application/json', 'x-token-delivery': 'cookie' }
  const body = JSON.stringify({ email, password })
  const answer = await fetch('/api/auth/login', { method: 'POST', headers, body })
  return await answer.json()
}`,
    },
  ]
}

const nginx = ({ api, web }: Addresses): Snippet[] => [
  {
    file: 'nginx.conf (server { … })',
    code: `location = /latchkey-session {
  internal;
  proxy_pass ${api}/api/auth/session;
  proxy_method GET;
  proxy_pass_request_body off;
  proxy_set_header Content-Length "";
}

location / {
  auth_request /latchkey-session;
  error_page 401 =302 ${web}/auth/login;
  proxy_pass http://127.0.0.1:4000;
}`,
  },
]

/** What can be connected, and how. */
export const SNIPPETS = { react, curl, express, fastify, next, nginx } as const
export type Framework = keyof typeof SNIPPETS

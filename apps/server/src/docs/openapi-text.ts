import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** What the OpenAPI document says beside its routes. */
export const API_TEXT = {
  openapi: '3.1.0',
  info: {
    title: 'Latchkey',
    version: '1',
    summary: 'Sign-up, sign-in and sessions.',
    description: `
**Success** is \`{ "success": true, … }\`. **Failure** is \`application/problem+json\` (RFC 9457) with a stable \`code\` to branch on; docs/errors.md lists every one of them.

**Tokens.** The caller chooses how they travel. By default they are in the JSON answer, and requests authenticate with \`Authorization: Bearer\`. With the request header \`X-Token-Delivery: cookie\` they are in \`HttpOnly\` cookies alone. What came in a cookie is always answered in cookies.

**Cookies and origins.** A request that changes something is refused with \`cross_origin_refused\` when it comes from a web page of an origin that is not listed in \`WEB_ORIGINS\`. When \`PUBLIC_URL\` is https, the cookie is called \`__Host-latchkey_access\`.

**Waiting.** 429 and 503 carry \`Retry-After\`. Every answer carries \`X-Request-Id\`.
`.trim(),
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'This server' }],
  security: [],
  tags: [
    {
      name: 'Registration',
      description:
        'A sign-up is staged until its address is proven, by the browser that made the attempt or by somebody who knows its password. No answer tells whether an address has an account.',
    },
    {
      name: 'Session',
      description:
        'Signing in, staying signed in, signing out. Access tokens are JWTs (ES256, keys at `/.well-known/jwks.json`); refresh tokens are opaque and change at every use.',
    },
    { name: 'Password', description: 'A forgotten password, by a mailed link.' },
    {
      name: 'Account',
      description: 'What somebody signed in reads and changes of their own.',
    },
    { name: 'Set-up', description: 'The first administrator of a new installation.' },
    {
      name: 'Administration',
      description:
        'Each call names the permission that it needs. Who calls is checked first: 401 without a session, 403 without the permission, whatever else is asked. `GET /api/admin/roles` lists roles and permissions.',
    },
    { name: 'Configuration', description: 'What a sign-in page needs to know.' },
    { name: 'Operations', description: 'For load balancers and whoever runs the server.' },
  ],
  paths: {
    '/.well-known/jwks.json': {
      get: {
        operationId: 'publicKeys',
        summary: 'The keys that verify access tokens',
        description: 'May be cached for five minutes. During a rotation both keys are in it.',
        tags: ['Session'],
        responses: {
          200: {
            description: 'A JSON Web Key Set (RFC 7517)',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: { keys: { type: 'array', items: { type: 'object' } } },
                  required: ['keys'],
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'The `accessToken` of a way in.',
      },
      cookie: {
        type: 'apiKey',
        in: 'cookie',
        name: 'latchkey_access',
        description: 'The access token in cookie delivery; set by the server.',
      },
      introspectionSecret: {
        type: 'http',
        scheme: 'bearer',
        description: 'The `INTROSPECTION_SECRET` of the installation, for back ends.',
      },
    },
  },
} satisfies FastifyDynamicSwaggerOptions['openapi']

/** Request headers that the document names by reference. */
export const PARAMETERS = {
  TokenDelivery: {
    name: 'X-Token-Delivery',
    in: 'header',
    description: '`cookie` puts tokens into `HttpOnly` cookies instead of the answer.',
    schema: { type: 'string', enum: ['cookie'] },
  },
  DeviceToken: {
    name: 'X-Device-Token',
    in: 'header',
    description: 'The `deviceToken` of an earlier sign-in on this device; a cookie does the same.',
    schema: { type: 'string' },
  },
} as const

/** Response headers that the document names by reference. */
export const HEADERS = {
  RetryAfter: {
    description: 'Seconds to wait before another try.',
    schema: { type: 'integer', minimum: 1 },
  },
} as const

/** What a reader sees in the fields of a request, by name. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  email: 'ada@example.com',
  password: 'Analytical-Engine-1843',
  firstName: 'Ada',
  lastName: 'Lovelace',
  username: 'ada',
  phone: '+44 20 7946 0018',
  code: '123456',
  otp: '123456',
}

import * as z from 'zod'
import { brand } from './brand.ts'

const provider = z.object({ id: z.string(), name: z.string() })

export const publicConfig = {
  operationId: 'publicConfig',
  summary: 'What a sign-in page needs to know',
  tags: ['Configuration'],
  response: {
    200: z.object({
      success: z.literal(true),
      registrationEnabled: z.boolean(),
      otpSignupEnabled: z.boolean(),
      password: z.object({
        profile: z.enum(['composition', 'modern']),
        minLength: z.int(),
        rules: z.array(z.string()),
      }),
      providers: z.array(provider),
      brand,
      locales: z.array(z.string()),
      tokens: z
        .object({ issuer: z.string(), audience: z.string() })
        .meta({ description: 'What a program checks access tokens against' }),
      resetMinutes: z.int().meta({ description: 'How long a mailed link to a new password works' }),
      devMailbox: z.boolean().meta({
        description:
          'Every mail ends in `/dev/mailbox`, which the caller may read; never in production',
      }),
    }),
  },
}

export const providers = {
  operationId: 'listProviders',
  summary: 'The configured outside identity providers',
  tags: ['Configuration'],
  response: { 200: z.object({ success: z.literal(true), providers: z.array(provider) }) },
}

import * as z from 'zod'

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
      brand: z.object({ name: z.string() }),
      locales: z.array(z.string()),
    }),
  },
}

export const providers = {
  operationId: 'listProviders',
  summary: 'The configured outside identity providers',
  tags: ['Configuration'],
  response: { 200: z.object({ success: z.literal(true), providers: z.array(provider) }) },
}

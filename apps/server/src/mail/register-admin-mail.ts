import { createSealer } from '@latchkey/sql'
import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import type { UseCases } from '../use-cases.ts'
import { adminMailRoutes } from './admin-mail.route.ts'
import { mailCursors } from './mail-cursor.ts'

interface Deps {
  readonly installation: Pick<Installation, 'keys' | 'storage'>
  readonly useCases: UseCases
}

/** The outbox for administrators. */
export const registerAdminMail = (
  app: FastifyInstance,
  { installation: { keys, storage }, useCases }: Deps,
): void => {
  const { mailRecords } = storage.stores
  const cursors = mailCursors(createSealer(keys.keys('cursor')))
  app.register(adminMailRoutes({ ...useCases, mailRecords, cursors }))
}

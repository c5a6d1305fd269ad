import { Readable } from 'node:stream'
import type { OwnData } from '@latchkey/core'
import type { FastifyReply } from 'fastify'
import { presentActivity } from '../audit/present-activity.ts'
import { presentSession } from '../session/present-session.ts'
import { presentUser } from './present-user.ts'

/** Answers with a file of what is kept about somebody, as fast as it is read and no faster. */
export const sendOwnData = (reply: FastifyReply, data: OwnData, sessionId: string): FastifyReply =>
  reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', 'attachment; filename="my-data.json"')
    .send(Readable.from(textOf(data, sessionId)))

/** As one JSON object whose last field is written page by page, so that a slow reader holds nothing. */
const textOf = async function* (data: OwnData, sessionId: string): AsyncGenerator<string> {
  const head = {
    success: true,
    exportedAt: data.exportedAt,
    user: presentUser(data.user),
    picture:
      data.picture && `data:image/webp;base64,${Buffer.from(data.picture.webp).toString('base64')}`,
    hasPassword: data.hasPassword,
    emailChange: data.emailChange && {
      email: data.emailChange.email,
      createdAt: data.emailChange.createdAt,
      expiresAt: data.emailChange.expiresAt,
    },
    sessions: data.sessions.map((session) => presentSession(session, sessionId)),
    signUps: data.signUps.map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
    mails: data.mails,
  }
  yield `${JSON.stringify(head).slice(0, -1)},"activity":[`
  let separator = ''
  for await (const events of data.activity)
    for (const event of events) {
      yield separator + JSON.stringify(presentActivity(event))
      separator = ','
    }
  yield ']}'
}

import { randomBytes } from 'node:crypto'

/** How long a ticket is good, and its message nobody else's, in milliseconds. */
export const TICKET_LIFE_MS = 5 * 60_000

/** A new ticket: whoever knows it may take the messages that were claimed under it. */
export const newTicket = (): string => `ticket.${randomBytes(16).toString('base64url')}`

import type { CommitNews } from './connections.ts'

type Off = () => void

/** Tells listeners at once what was committed. A listener must not throw. */
export const commitNews = (): CommitNews & {
  onMessagesCommitted(listener: () => void): Off
  onSessionsEnded(listener: (ids: readonly string[]) => void): Off
} => {
  const messages = new Set<() => void>()
  const sessions = new Set<(ids: readonly string[]) => void>()
  return {
    messageAdded: () => {
      for (const listener of messages) listener()
    },
    sessionsEnded: (ids) => {
      for (const listener of sessions) listener(ids)
    },
    onMessagesCommitted: (listener) => {
      messages.add(listener)
      return () => messages.delete(listener)
    },
    onSessionsEnded: (listener) => {
      sessions.add(listener)
      return () => sessions.delete(listener)
    },
  }
}

/** Keeps the news of a transaction until it has committed; of a rolled-back one nobody hears. */
export const gatherNews = (): CommitNews & { passOn(news: CommitNews): void } => {
  const ended: string[] = []
  let hasMessages = false
  return {
    messageAdded: () => {
      hasMessages = true
    },
    sessionsEnded: (ids) => {
      ended.push(...ids)
    },
    passOn: (news) => {
      if (ended.length > 0) news.sessionsEnded(ended)
      if (hasMessages) news.messageAdded()
    },
  }
}

const MAX_REASON_LENGTH = 160
// Addresses, links, tokens and codes: servers like to quote what they refuse.
const QUOTED = /[@/#=]|\S{25}|\d{4}/

/** What somebody else's server said, without anything of the mail it may have quoted. */
export const masked = (text: string): string =>
  text
    .split(/\s+/)
    .map((word) => (QUOTED.test(word) ? '…' : word))
    .join(' ')
    .slice(0, MAX_REASON_LENGTH)

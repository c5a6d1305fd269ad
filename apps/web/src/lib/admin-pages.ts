type May = (permission: string) => boolean

/** The pages of the administration in the order of the menu, and for whom each is. */
const IS_FOR = {
  figures: (may) => may('stats:read'),
  users: (may) => may('users:read'),
  'users/:id': (may) => may('users:read'),
  'users/:id/sessions': (may) => may('users:read') && may('sessions:read'),
  'users/:id/timeline': (may) => may('users:read') && may('audit:read'),
  invitations: (may) => may('users:read') || may('users:invite'),
  roles: (may) => may('roles:read'),
  audit: (may) => may('audit:read'),
  mail: (may) => may('mail:read'),
  settings: (may) => may('settings:read'),
  'settings/brand': (may) => may('settings:read') && may('settings:write'),
  connect: (may) => may('settings:read'),
  doctor: (may) => may('settings:read'),
} satisfies Readonly<Record<string, (may: May) => boolean>>

export type AdminPage = keyof typeof IS_FOR

/** The pages that somebody who may do this can work with. */
export const adminPagesOf = (may: May): readonly AdminPage[] =>
  (Object.keys(IS_FOR) as AdminPage[]).filter((page) => IS_FOR[page](may))

import type { ProblemCode } from '@latchkey/contract'
import type { ImageRefusal, SettingRefusal } from '@latchkey/core'
import { AVATAR_TEXT, avatarProblems } from '../user/avatar.problems.ts'
import { settingProblems } from './settings.problems.ts'

const { user_gone: _, ...ofImages } = avatarProblems

/** Refusals of a logo: of its picture, and of the setting that names it. */
export const logoProblems = { ...ofImages, ...settingProblems } as const satisfies Record<
  (ImageRefusal | SettingRefusal)['reason'],
  ProblemCode
>

/** What an administrator reads who chose that file; nothing of what is said elsewhere. */
export const logoText = (reason: string): { readonly detail?: string } =>
  reason in ofImages ? { detail: AVATAR_TEXT[reason as ImageRefusal['reason']] } : {}

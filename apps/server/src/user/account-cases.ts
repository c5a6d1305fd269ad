import {
  type AvatarImages,
  applyEmailChange,
  type CheckPassword,
  changeAvatar,
  changePassword,
  changeProfile,
  confirmEmailChange,
  deleteOwnAccount,
  eraseUser,
  exportOwnData,
  type Links,
  limitedEmailChange,
  mailBudget,
  type NewPassword,
  type ReplacePassword,
  reauthenticate,
  removeAvatar,
  requestEmailChange,
} from '@latchkey/core'
import type { ReadSettings } from '@latchkey/core/rules'
import type { Installation } from '../installation.ts'
import { deviceTokens } from '../protection/device-token.ts'

interface Ways {
  readonly links: Links
  readonly settings: ReadSettings
  readonly checkPassword: CheckPassword
  readonly newPassword: NewPassword
  readonly replacePassword: ReplacePassword
  readonly images: AvatarImages
}

/** What somebody signed in does with their own account. */
export const accountCases = (
  { config, keys, storage, secrets, clock }: Installation,
  ways: Ways,
) => {
  const { stores, unitOfWork } = storage
  const base = { unitOfWork, secrets, clock }
  const asked = reauthenticate({ ...base, ...ways, reads: stores })
  return {
    reauthenticate: asked,
    exportOwnData: exportOwnData({ ...base, reads: stores }),
    deleteOwnAccount: deleteOwnAccount({
      ...base,
      reauthenticate: asked,
      eraseUser: eraseUser(base),
    }),
    requestEmailChange: limitedEmailChange({
      ...base,
      ...ways,
      mailBudget: mailBudget({ ...stores, ...ways, devices: deviceTokens(keys) }),
      budgets: stores.budgets,
      request: requestEmailChange({ ...base, ...ways, reauthenticate: asked }),
    }),
    confirmEmailChange: confirmEmailChange({
      ...base,
      reads: stores,
      applyEmailChange: applyEmailChange(base),
    }),
    changeProfile: changeProfile(base),
    changeAvatar: changeAvatar({
      ...base,
      ...ways,
      budgets: stores.budgets,
      urlOf: (id) => `${config.publicUrl}/api/avatars/${id}`,
    }),
    removeAvatar: removeAvatar(base),
    changePassword: changePassword({ ...base, ...ways, reauthenticate: asked }),
  }
}

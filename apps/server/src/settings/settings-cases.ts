import {
  changeBrandLogo,
  changeSetting,
  type LogoImages,
  listSettings,
  removeBrandLogo,
  rollBackSetting,
} from '@latchkey/core'
import type { Installation } from '../installation.ts'

/** Reading and changing the runtime settings. */
export const settingsCases = (
  { config, clock, secrets, storage }: Installation,
  images: LogoImages,
) => {
  const store = storage.stores.changedSettings
  const fixed = config.fixedSettings
  const change = changeSetting({ unitOfWork: storage.unitOfWork, fixed, secrets, clock })
  return {
    listSettings: listSettings({ store, fixed }),
    changeSetting: change,
    rollBackSetting: rollBackSetting({ store, changeSetting: change }),
    settingHistory: store.history,
    changeBrandLogo: changeBrandLogo({
      stores: storage.stores,
      images,
      changeSetting: change,
      fixed,
      secrets,
      clock,
    }),
    removeBrandLogo: removeBrandLogo({ changeSetting: change }),
  }
}

import type { Overloaded } from '../password/passwords.ts'
import type { AttemptBudget, Budget } from '../protection/attempt-budget.ts'
import { type LimitSpent, takePlaces } from '../protection/take-places.ts'
import type { Clock } from '../shared/clock.ts'
import { refused } from '../shared/outcome.ts'
import type { Secrets } from '../shared/secrets.ts'
import type { ImageRefusal } from '../user/avatar-images.ts'
import type { BrandLogoStore } from './brand-logo-store.ts'
import type { ChangeSetting, SettingEditor } from './change-setting.ts'
import type { LogoImages } from './logo-images.ts'
import type { Settings } from './settings.ts'

/** Uploads of one administrator, whether or not they are pictures: decoding them costs time. */
const UPLOADS: Budget = { name: 'brand_logo', limit: 60, windowSeconds: 3600 }

interface Deps {
  readonly stores: {
    readonly budgets: AttemptBudget
    readonly brandLogos: Pick<BrandLogoStore, 'add'>
  }
  readonly images: LogoImages
  readonly changeSetting: ChangeSetting
  /** What `SETTINGS` fixes. */
  readonly fixed: Partial<Settings>
  readonly secrets: Secrets
  readonly clock: Clock
}

type Changed = Awaited<ReturnType<ChangeSetting>>

/**
 * Makes a picture the logo of the installation: keeps it under an id of its own, and gives that to the
 * setting `brand_logo`. A picture that no setting names is seen by nobody.
 */
export const changeBrandLogo =
  ({ stores, images, changeSetting, fixed, secrets, clock }: Deps) =>
  async (
    upload: Uint8Array,
    editor: SettingEditor,
  ): Promise<Changed | ImageRefusal | LimitSpent | Overloaded> => {
    if (Object.hasOwn(fixed, 'brand_logo')) return refused('setting_locked')
    const place = { budget: UPLOADS, subject: editor.userId ?? '' }
    const spent = await takePlaces(stores.budgets, [place], clock.now())
    if (spent) return spent
    const made = await images.toLogo(upload)
    if (!made.ok) return made
    const id = secrets.newHandle()
    await stores.brandLogos.add({ id, webp: made.webp, createdAt: clock.now() })
    return changeSetting({ key: 'brand_logo', value: id }, editor)
  }

export type ChangeBrandLogo = ReturnType<typeof changeBrandLogo>

/** Goes back to the icon of the product. */
export const removeBrandLogo =
  ({ changeSetting }: Pick<Deps, 'changeSetting'>) =>
  (editor: SettingEditor): Promise<Changed> =>
    changeSetting({ key: 'brand_logo', value: '' }, editor)

import type { FastifyInstance } from 'fastify'
import type { Installation } from '../installation.ts'
import type { UseCases } from '../use-cases.ts'
import { adminSettingsRoutes } from './admin-settings.route.ts'
import { changeLogoRoutes } from './change-logo.route.ts'
import { logoRoute } from './logo.route.ts'
import { tellOfSettings } from './tell-of-settings.ts'

interface Deps {
  readonly installation: Pick<Installation, 'config' | 'settings' | 'storage'>
  readonly useCases: UseCases
}

/** The settings and the logo; what an administrator changes here counts here at once. */
export const registerAdminSettings = (
  app: FastifyInstance,
  { installation: { config, settings, storage }, useCases }: Deps,
): void => {
  const followSettings = () =>
    settings.reload().then(
      (news) => tellOfSettings(app.log, news),
      // It is changed; the look of the next second will tell, or say why not.
      () => undefined,
    )
  app.register(adminSettingsRoutes({ ...useCases, followSettings }))
  const { publicUrl } = config
  app.register(changeLogoRoutes({ ...useCases, publicUrl, followSettings }))
  app.register(logoRoute(storage.stores.brandLogos))
}

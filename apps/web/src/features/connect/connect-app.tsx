import { Tabs } from '@base-ui/react/tabs'
import { useTranslation } from 'react-i18next'
import { useConfig } from '../../lib/use-config.ts'
import { CodeBlock } from './code-block.tsx'
import { FirstSignIn } from './first-sign-in.tsx'
import { type Addresses, type Framework, SNIPPETS } from './snippets.ts'

const FRAMEWORKS = Object.keys(SNIPPETS) as Framework[]

const NAMES: Readonly<Record<Framework, string>> = {
  react: 'React',
  curl: 'curl · fetch',
  express: 'Express',
  fastify: 'Fastify',
  next: 'Next.js',
  nginx: 'nginx',
}

/** The addresses that programs need, as the server says them. */
const useAddresses = (): Addresses => {
  const tokens = useConfig()?.tokens
  const web = location.origin
  return { api: tokens?.issuer ?? web, web, audience: tokens?.audience ?? web }
}

const Facts = ({ api, audience }: Addresses) => {
  const { t } = useTranslation('connect')
  const facts = [
    ['issuer', api],
    ['audience', audience],
    ['keys', `${api}/.well-known/jwks.json`],
  ] as const
  return (
    <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[auto_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="font-medium">{t(name)}</dt>
          <dd className="min-w-0 font-mono break-all text-quiet">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** How a program of one's own lets people sign in here, and whether somebody has. */
export const ConnectApp = () => {
  const { t } = useTranslation('connect')
  const addresses = useAddresses()
  return (
    <div className="grid min-w-0 gap-6">
      <FirstSignIn />
      <Tabs.Root defaultValue="react" className="grid min-w-0 gap-4">
        <Tabs.List aria-label={t('frameworks')} className="flex flex-wrap gap-2">
          {FRAMEWORKS.map((name) => (
            <Tabs.Tab
              key={name}
              value={name}
              className="min-h-10 rounded-lg border border-line px-3 text-sm font-medium text-quiet hover:text-ink data-active:border-brand data-active:bg-brand-soft data-active:text-brand"
            >
              {NAMES[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {FRAMEWORKS.map((name) => (
          <Tabs.Panel key={name} value={name} className="grid min-w-0 gap-4">
            <p className="max-w-prose text-sm">{t(`about.${name}`)}</p>
            {SNIPPETS[name](addresses).map((snippet) => (
              <CodeBlock key={snippet.file} {...snippet} />
            ))}
          </Tabs.Panel>
        ))}
      </Tabs.Root>
      <Facts {...addresses} />
      <ul className="grid max-w-prose list-disc gap-2 pl-5 wrap-anywhere text-sm text-quiet">
        <li>{t('origins')}</li>
        <li>{t('revoked')}</li>
      </ul>
    </div>
  )
}

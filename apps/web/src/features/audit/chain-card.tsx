import { useTranslation } from 'react-i18next'
import { useFormats } from '../../lib/use-formats.ts'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { When } from '../../ui/when.tsx'
import { useAuditChainQuery } from './audit-api.ts'
import { isBehind, MANY_WAITING } from './chain-lag.ts'

/** How far the chain has come that makes changes to the log noticed. */
export const ChainCard = () => {
  const { t } = useTranslation('audit')
  const { number } = useFormats()
  const chain = useAuditChainQuery(undefined, {
    refetchOnMountOrArgChange: true,
    pollingInterval: 15_000,
    skipPollingIfUnfocused: true,
  })
  return (
    <Card title={t('chain.title')} lead={t('chain.lead')}>
      <Loaded of={chain}>
        {({ sequence, checkpoint, waiting }) => (
          <>
            <Facts
              facts={[
                [t('chain.linked'), number(sequence)],
                [
                  t('chain.checkpoint'),
                  <span key="checkpoint">
                    {t('chain.checkpointAt', { sequence: number(checkpoint.sequence) })}{' '}
                    <When at={checkpoint.at} />
                  </span>,
                ],
                [
                  t('chain.waiting'),
                  <span key="waiting" className="inline-flex flex-wrap items-center gap-2">
                    {waiting < MANY_WAITING
                      ? number(waiting)
                      : t('chain.orMore', { many: number(waiting) })}
                    <Badge tone={isBehind(waiting) ? 'bad' : 'good'}>
                      {isBehind(waiting) ? t('chain.behind') : t('chain.upToDate')}
                    </Badge>
                  </span>,
                ],
              ]}
            />
            {isBehind(waiting) && <p className="text-sm text-bad">{t('chain.behindWhy')}</p>}
            <p className="text-sm text-quiet">
              {t('chain.prove')} <code className="text-ink">npm run latchkey -- audit verify</code>
            </p>
          </>
        )}
      </Loaded>
    </Card>
  )
}

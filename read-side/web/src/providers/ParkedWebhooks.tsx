import { Button } from '@mantine/core';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { When } from '../ui/When.tsx';
import type { Account, Provider } from './fields.ts';

/** Webhooks that could not be taken: each is tried again or wanted no more. */
export function ParkedWebhooks({ provider, parked }: { provider: Provider; parked: Account['parked'] }) {
  const { t } = useLanguage();
  const end = useCommand([['adapters']]);
  return (
    <>
      <h3>{t('providers.parked', { count: parked.length })}</h3>
      <ul className="parked-webhooks">
        {parked.map(({ webhookId, code, parkedAt }) => (
          <li key={webhookId} className="row">
            <span>
              <code>{code}</code> · <When at={parkedAt} />
            </span>
            {(['retry', 'discard'] as const).map((how) => (
              <Button
                key={how}
                size="compact-sm"
                variant="default"
                loading={end.isPending}
                onClick={() => end.mutate({ path: `/api/adapters/${provider}/parked/${webhookId}/${how}`, body: {} })}
              >
                {t(`providers.parked.${how}`)}
              </Button>
            ))}
          </li>
        ))}
      </ul>
      <Refusal error={end.error} />
    </>
  );
}

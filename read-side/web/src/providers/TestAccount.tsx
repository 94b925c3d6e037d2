// Whether the account answers: asked now, and as it was when somebody last asked.
import { Button } from '@mantine/core';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { When } from '../ui/When.tsx';
import type { Account } from './fields.ts';

export function TestAccount({ name, account: { provider, tested } }: { name: string; account: Account }) {
  const { t } = useLanguage();
  const test = useCommand([['adapters']]);
  const ask = () => test.mutate({ path: `/api/adapters/${provider}/test`, body: {} });
  return (
    <div className="row">
      <Button variant="default" onClick={ask} loading={test.isPending} aria-label={`${name}: ${t('providers.test')}`}>
        {t('providers.test')}
      </Button>
      <span role="status">
        {tested && (
          <>
            {t(tested.ok ? 'providers.test.ok' : 'providers.test.not')} {tested.code && <code>{tested.code}</code>} <When at={tested.at} />
          </>
        )}
      </span>
      <Refusal error={test.error} />
    </div>
  );
}

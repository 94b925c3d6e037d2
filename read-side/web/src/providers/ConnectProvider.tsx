import { PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent } from 'react';
import { useAct } from '../api/use-act.ts';
import type { Done } from '../api/types.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { fieldsOf } from '../ui/form.ts';
import { ShownOnce } from '../ui/ShownOnce.tsx';
import { FIELDS, partOf, type Provider } from './fields.ts';

/** connect: account, settings and secrets. secrets: those alone. hook: a new address for webhooks. */
export type Connecting = { readonly provider: Provider; readonly how: 'connect' | 'secrets' | 'hook' };

export function ConnectProvider({ connecting, close }: { connecting: Connecting | undefined; close: () => void }) {
  const { t } = useLanguage();
  const title = connecting && `${t(`provider.${connecting.provider}`)}: ${t(`providers.${connecting.how}`)}`;
  return (
    <Dialog opened={connecting !== undefined} onClose={close} title={title} closeOnClickOutside={false}>
      {connecting && <ConnectForm {...connecting} close={close} />}
    </Dialog>
  );
}

const bodyOf = ({ provider, how }: Connecting, field: (name: string) => string): object => {
  const { settings, secrets } = FIELDS[provider];
  if (how === 'hook') return {};
  const renewed = { secrets: partOf(secrets, field) };
  return how === 'secrets' ? renewed : { ...renewed, account: field('account').trim(), settings: partOf(settings, field) };
};

function ConnectForm({ provider, how, close }: Connecting & { close: () => void }) {
  const { t } = useLanguage();
  const { settings, secrets } = FIELDS[provider];
  const path = `/api/adapters/${provider}${how === 'connect' ? '' : `/${how}`}`;
  const tell = useAct<object, Done & { webhook?: string }>([['adapters']], (http, body) => http.command(path, body));
  if (tell.data) {
    const { webhook } = tell.data;
    return (
      <ShownOnce
        said={t(webhook ? 'providers.told' : 'providers.renewed')}
        label={t('providers.webhook')}
        value={webhook}
        go={t('common.close')}
        close={close}
      />
    );
  }
  const send = (event: FormEvent<HTMLFormElement>) => tell.mutate(bodyOf({ provider, how }, fieldsOf(event)));
  const own = { required: true, withAsterisk: false, autoComplete: 'off', maxLength: 1000 } as const;
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        <p className="muted">{t(`providers.${how}.means`)}</p>
        {how === 'connect' && <TextInput {...own} name="account" label={t('providers.account')} description={t(`provider.${provider}.account`)} />}
        {how === 'connect' &&
          settings.map((name) => <TextInput key={name} {...own} name={name} label={t(`providers.${name}`)} description={t(`providers.${name}.hint`)} />)}
        {how !== 'hook' && secrets.map((name) => <PasswordInput key={name} {...own} name={name} label={t(`providers.${name}`)} minLength={8} />)}
        <FormEnd go={t(`providers.${how}`)} close={close} command={tell} />
      </Stack>
    </form>
  );
}

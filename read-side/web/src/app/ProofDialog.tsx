import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import type { Asked } from '../api/prompt.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Refusal } from '../ui/Notice.tsx';
import { useHub } from './hub.tsx';

/** Stands above everything: whatever the hub wants a fresh proof for waits here, and goes on by itself. */
export function ProofDialog() {
  const { t } = useLanguage();
  const { prompt } = useHub().session;
  const asked = useSyncExternalStore(prompt.subscribe, prompt.get);
  return (
    <Dialog opened={asked !== undefined} onClose={() => asked?.cancel()} title={t('proof.title')} zIndex={300}>
      {asked && <ProofForm asked={asked} />}
    </Dialog>
  );
}

function ProofForm({ asked: { kind, attempt, cancel } }: { asked: Asked }) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.stopPropagation(); // it may stand inside another form
    const given = fieldsOf(event)('proof');
    setBusy(true);
    setRefused(undefined);
    await attempt({ [kind]: given }).catch(setRefused);
    setBusy(false);
  };
  const common = { name: 'proof', required: true, withAsterisk: false, 'data-autofocus': true } as const;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <p className="muted">{t('proof.why')}</p>
        {kind === 'code' ? (
          <TextInput label={t('proof.code')} description={t('proof.code.hint')} autoComplete="one-time-code" {...common} />
        ) : (
          <PasswordInput label={t('signIn.password')} autoComplete="current-password" {...common} />
        )}
        <Refusal error={refused} />
        <Group justify="flex-end">
          <Button variant="default" onClick={cancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('proof.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Finding } from '../api/types.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Refusal } from '../ui/Notice.tsx';

export type Choice = { finding: Finding; what: 'confirm' | 'dismiss' };

export function ReviewFinding({ choice, close }: { choice: Choice | undefined; close: () => void }) {
  const { t } = useLanguage();
  return (
    <Dialog opened={choice !== undefined} onClose={close} title={choice && t(`findings.${choice.what}`)}>
      {choice && <Form key={choice.finding.id} choice={choice} close={close} />}
    </Dialog>
  );
}

function Form({ choice: { finding, what }, close }: { choice: Choice; close: () => void }) {
  const { t, language } = useLanguage();
  const [note, setNote] = useState('');
  const command = useCommand([['findings']], close);
  const isReady = note.trim().length >= 3;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (isReady) command.mutate({ path: `/api/findings/${finding.id}/${what}`, body: { note: note.trim() } });
      }}
    >
      <Stack gap="md">
        <strong>{finding.title[language]}</strong>
        <p>{t(`findings.${what}.means`)}</p>
        <Textarea
          label={t('common.reason')}
          description={t('common.reason.hint')}
          required
          autosize
          minRows={2}
          data-autofocus
          value={note}
          onChange={(changed) => setNote(changed.currentTarget.value)}
        />
        <Refusal error={command.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!isReady} loading={command.isPending}>
            {t(`findings.${what}`)}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

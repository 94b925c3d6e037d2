import { Button, Stack, Textarea } from '@mantine/core';
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { isAbsent, type Recommendation } from '../api/types.ts';
import { useCommand } from '../api/use-command.ts';
import { useMay } from '../app/hub.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { ReasonField } from '../ui/ReasonForm.tsx';

/** Accept, edit, reject. Editing and rejecting ask for the reason that goes on record. Which level each may decide, the hub says. */
export function DecisionBar({ item }: { item: Recommendation }) {
  const { t } = useLanguage();
  const [dialog, setDialog] = useState<'edit' | 'reject'>();
  const accept = useDecision(item);
  const may = useMay();
  if (!may('decide')) return <footer className="rec-foot muted small">{t('rec.notYours')}</footer>;
  return (
    <footer className="rec-foot">
      <Button
        size="xs"
        leftSection={<IconCheck size={15} aria-hidden />}
        loading={accept.isPending}
        onClick={() => accept.mutate({ path: `/api/recommendations/${item.id}/accept`, body: {} })}
      >
        {t('rec.accept')}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconPencil size={15} aria-hidden />} onClick={() => setDialog('edit')}>
        {t('rec.edit')}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconX size={15} aria-hidden />} onClick={() => setDialog('reject')}>
        {t('rec.reject')}
      </Button>
      <Refusal error={accept.error} />
      <Dialog opened={dialog !== undefined} onClose={() => setDialog(undefined)} title={dialog && t(`rec.${dialog}.title`)} size="lg">
        {dialog && <DecisionForm item={item} kind={dialog} close={() => setDialog(undefined)} />}
      </Dialog>
    </footer>
  );
}

const useDecision = (item: Recommendation, onDone?: () => void) =>
  useCommand([['case', item.caseId], ['cases'], ['replay', item.caseId], ['timeline', item.patientId]], onDone);

function DecisionForm({ item, kind, close }: { item: Recommendation; kind: 'edit' | 'reject'; close: () => void }) {
  const { t, language } = useLanguage();
  const [text, setText] = useState(isAbsent(item.text) ? '' : item.text[language]);
  const [reason, setReason] = useState('');
  const command = useDecision(item, close);
  const isReady = reason.trim() !== '' && (kind === 'reject' || text.trim() !== '');
  const body = { reason: reason.trim(), ...(kind === 'edit' && { text: text.trim() }) };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) command.mutate({ path: `/api/recommendations/${item.id}/${kind}`, body });
      }}
    >
      <Stack gap="md">
        <p>{item.title[language]}</p>
        {kind === 'edit' && (
          <Textarea label={t('rec.edit.text')} required autosize minRows={3} maxRows={12} value={text} onChange={(e) => setText(e.currentTarget.value)} />
        )}
        <ReasonField value={reason} change={setReason} />
        <FormEnd go={t(`rec.${kind}.go`)} close={close} command={command} disabled={!isReady} {...(kind === 'reject' && { color: 'red' })} />
      </Stack>
    </form>
  );
}

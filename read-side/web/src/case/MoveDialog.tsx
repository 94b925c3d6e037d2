import { Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import type { CaseDetail, Evaluation } from '../api/types.ts';
import { useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { FormEnd } from '../ui/FormEnd.tsx';
import { ReasonField } from '../ui/ReasonForm.tsx';
import { type Move, skipTargets } from './moves.ts';

type Props = { item: CaseDetail; move: Move | undefined; close: () => void };
const DECISIONS = ['eligible', 'conditional', 'not-eligible'] as const;

export function MoveDialog({ item, move, close }: Props) {
  const { t } = useLanguage();
  const title = move && t(`act.title.${move}`, { stage: item.next[0] ? t(`stage.${item.next[0]}`) : '' });
  return (
    <Dialog opened={move !== undefined} onClose={close} title={title}>
      {move && <MoveForm key={move} item={item} move={move} close={close} />}
    </Dialog>
  );
}

function MoveForm({ item, move, close }: Props & { move: Move }) {
  const { t } = useLanguage();
  const targets = skipTargets(item.stage);
  const [reason, setReason] = useState('');
  const [to, setTo] = useState<string | null>(move === 'skip' ? (targets[0] ?? null) : (item.next[0] ?? null));
  const [decision, setDecision] = useState<Evaluation['decision']>();
  const command = useCommand([['case', item.id], ['cases'], ['replay', item.id], ['timeline', item.patient.id]], close);
  const evaluates = move === 'advance' && item.stage === 'review';
  const isReady = move === 'advance' ? !evaluates || decision !== undefined : reason.trim() !== '';
  const body = () => {
    if (move !== 'advance') return { reason: reason.trim(), ...(move === 'skip' && { to }) };
    return { to, ...(evaluates && { evaluation: { decision, ...(reason.trim() && { note: reason.trim() }) } }) };
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) command.mutate({ path: `/api/cases/${item.id}/${move}`, body: body() });
      }}
    >
      <Stack gap="md">
        {move === 'skip' && (
          <Select
            label={t('act.skip.to')}
            allowDeselect={false}
            value={to}
            onChange={setTo}
            data={targets.map((value) => ({ value, label: t(`stage.${value}`) }))}
          />
        )}
        {evaluates && (
          <Radio.Group
            label={t('act.evaluation')}
            description={t('act.evaluation.hint')}
            value={decision ?? ''}
            onChange={(value) => setDecision(value as Evaluation['decision'])}
          >
            <Stack gap="xs" mt="xs">
              {DECISIONS.map((value) => (
                <Radio key={value} value={value} label={t(`evaluation.${value}`)} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        {(move !== 'advance' || evaluates) && (
          <ReasonField
            value={reason}
            change={setReason}
            {...(evaluates && { label: t('act.evaluation.note'), required: false, 'data-autofocus': undefined })}
          />
        )}
        <FormEnd
          go={t(`act.title.${move}`, { stage: item.next[0] ? t(`stage.${item.next[0]}`) : '' })}
          close={close}
          command={command}
          disabled={!isReady}
          autoFocus={move === 'advance' && !evaluates}
        />
      </Stack>
    </form>
  );
}

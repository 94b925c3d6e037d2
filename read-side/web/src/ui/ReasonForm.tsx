import { Stack, Textarea, type TextareaProps } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { QueryKey } from '../api/affected.ts';
import { type Sent, useCommand } from '../api/use-command.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { FormEnd } from './FormEnd.tsx';

type Field = Omit<TextareaProps, 'value' | 'onChange'> & { value: string; change: (reason: string) => void };

/** Why somebody does something: goes on record with their name. */
export function ReasonField({ value, change, ...rest }: Field) {
  const { t } = useLanguage();
  return (
    <Textarea
      label={t('common.reason')}
      description={t('common.reason.hint')}
      required
      autosize
      minRows={2}
      maxRows={8}
      data-autofocus
      {...rest}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

type Props = {
  /** The button's word. */
  go: string;
  label?: string;
  /** Characters that the hub asks for at least. */
  shortest?: number;
  stale: readonly QueryKey[];
  close: () => void;
  send: (reason: string) => Sent;
  children: ReactNode;
};

/** A command that needs a reason: what it means (`children`), why, and the button. */
export function ReasonForm({ go, label, shortest = 1, stale, close, send, children }: Props) {
  const [reason, setReason] = useState('');
  const command = useCommand(stale, close);
  const isReady = reason.trim().length >= shortest;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) command.mutate(send(reason.trim()));
      }}
    >
      <Stack gap="md">
        {children}
        <ReasonField value={reason} change={setReason} {...(label && { label })} />
        <FormEnd go={go} close={close} command={command} disabled={!isReady} />
      </Stack>
    </form>
  );
}

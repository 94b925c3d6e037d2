import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from './Notice.tsx';

type Props = {
  go: string;
  close: () => void;
  command: { error: unknown; isPending: boolean };
  disabled?: boolean;
  color?: string;
  autoFocus?: boolean;
  children?: ReactNode;
};

/** How a dialog's form ends: why the command was refused, a way out, other ways to send it, and the button that does. */
export function FormEnd({ go, close, command, disabled = false, color, autoFocus, children }: Props) {
  const { t } = useLanguage();
  return (
    <>
      <Refusal error={command.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          {t('common.cancel')}
        </Button>
        {children}
        <Button type="submit" disabled={disabled} loading={command.isPending} data-autofocus={autoFocus || undefined} {...(color && { color })}>
          {go}
        </Button>
      </Group>
    </>
  );
}

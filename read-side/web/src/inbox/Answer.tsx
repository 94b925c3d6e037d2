import { Button, Textarea } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommand } from '../api/use-command.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Refusal } from '../ui/Notice.tsx';
import type { Conversation } from './types.ts';

/** Whoever answers holds the conversation: the bot is silent from then on. */
export function Answer({ item: { id, windowEndsAt, contactLostAt } }: { item: Conversation }) {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const send = useCommand([['conversations'], ['conversation', id]], () => setText(''));
  const isClosed = windowEndsAt !== undefined && Date.parse(windowEndsAt) <= Date.now();
  const isReady = text.trim() !== '' && !send.isPending;
  const go = () => {
    if (isReady) send.mutate({ path: `/api/conversations/${id}/messages`, body: { content: { text: text.trim() } } });
  };
  if (contactLostAt) return null;
  if (isClosed) return <p className="inbox-closed muted">{t('inbox.closed', { at: showDateTime(windowEndsAt) })}</p>;
  return (
    <form
      className="inbox-answer"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Textarea
        label={t('inbox.answer')}
        description={windowEndsAt ? t('inbox.until', { at: showDateTime(windowEndsAt) }) : t('inbox.answer.hint')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go();
        }}
      />
      <Refusal error={send.error} />
      <Button type="submit" disabled={!isReady} loading={send.isPending} leftSection={<IconSend size={15} aria-hidden />}>
        {t('inbox.send')}
      </Button>
    </form>
  );
}

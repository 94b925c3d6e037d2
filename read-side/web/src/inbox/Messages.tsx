import { useEffect, useRef } from 'react';
import { type Channel, CHANNEL_RULES } from '#domain/conversation/channels.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { More } from '../ui/More.tsx';
import { Value } from '../ui/Value.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { When } from '../ui/When.tsx';
import { saidText } from './ConversationRow.tsx';
import { useMessages } from './queries.ts';
import type { Message } from './types.ts';

/** The last said stands at the bottom, in sight. New messages are read out. */
export function Messages({ id, channel }: { id: string; channel: Channel }) {
  const { t } = useLanguage();
  const query = useMessages(id);
  const box = useRef<HTMLDivElement>(null);
  const items = query.data?.pages.flatMap((page) => page.items).toReversed();
  const newest = items?.at(-1)?.id;
  useEffect(() => {
    if (newest && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [newest]);
  if (!items) return <Waiting of={query} height={240} />;
  return (
    <div ref={box} className="inbox-messages" tabIndex={0} role="log" aria-label={t('inbox.messages')}>
      <More of={query} size="compact-sm" mt={0} />
      {items.length === 0 && <p className="muted">{t('inbox.messages.none')}</p>}
      {items.map((item) => (
        <Bubble key={item.id} item={item} isCarried={CHANNEL_RULES[channel].carried ?? false} />
      ))}
    </div>
  );
}

/** `isCarried`: a provider takes the messages, and tells how far each has come. */
function Bubble({ item, isCarried }: { item: Message; isCarried: boolean }) {
  const { t } = useLanguage();
  const who = useWho();
  const { author, memberId, content, template, at, status, failure } = item;
  const name = author === 'human' && memberId ? who({ id: memberId, kind: 'staff', role: 'member' }) : t(`inbox.author.${author}`);
  return (
    <div className="bubble" data-own={author !== 'customer' || undefined} data-author={author}>
      <span className="bubble-by">{name}</span>
      <p>
        <Value of={content}>{(said) => saidText(said, t) || (template ? t('inbox.template', { name: template }) : '–')}</Value>
      </p>
      <span className="bubble-by">
        <When at={at} />
        {isCarried && author !== 'customer' && ` · ${wordFor(t, 'delivery', status)}`}
        {failure && <span className="bad"> ({failure})</span>}
      </span>
    </div>
  );
}

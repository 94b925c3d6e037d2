import { IconUrgent } from '@tabler/icons-react';
import { isAbsent } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { type Translate, wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { Value } from '../ui/Value.tsx';
import { Ago } from '../ui/When.tsx';
import type { Conversation, Folder, Said } from './types.ts';

/** What the hub calls a visitor of the website, who has no number. */
const VISITOR = 'visitor:';

/** The contact's name, or else the number or account. */
export function Contact({ of: { identity, name } }: { of: Conversation['contact'] }) {
  const { t } = useLanguage();
  const known = name !== undefined && !isAbsent(name) ? name : identity;
  return <Value of={known}>{(text) => (text.startsWith(VISITOR) ? t('inbox.visitor', { id: text.slice(-6) }) : text)}</Value>;
}

/** In words: text, or that a file was sent. */
export const saidText = ({ text, media = [] }: Said, t: Translate): string =>
  [text, ...media.map(({ name, mime }) => t('inbox.file', { name: name ?? mime }))].filter(Boolean).join(' · ');

export function ModeTag({ of: { mode, emergency, status } }: { of: Pick<Conversation, 'mode' | 'emergency' | 'status'> }) {
  const { t } = useLanguage();
  if (emergency)
    return (
      <span className="tag tag-emergency">
        <IconUrgent size={13} aria-hidden />
        {t('inbox.emergency')}
      </span>
    );
  if (status === 'resolved') return <span className="tag">{t('inbox.isResolved')}</span>;
  return <span className={`tag ${{ bot: 'tag-info', requested: 'tag-amber', human: 'tag-active' }[mode]}`}>{t(`inbox.mode.${mode}`)}</span>;
}

export function ConversationRow({ item, folder, isChosen }: { item: Conversation; folder: Folder; isChosen: boolean }) {
  const { t } = useLanguage();
  const here = useHere();
  const { id, channel, contact, last, lastInboundAt, unanswered } = item;
  return (
    <li className="inbox-row" data-chosen={isChosen || undefined}>
      <span className="row">
        <Link to={here(`/inbox/${id}?folder=${folder}`)} data-row className="case-link" aria-current={isChosen ? 'true' : undefined}>
          <Contact of={contact} />
        </Link>
        {unanswered > 0 && (
          <span className="tag tag-amber" role="img" aria-label={t('inbox.unanswered', { count: unanswered })}>
            {unanswered}
          </span>
        )}
        <span className="muted small push">{lastInboundAt && <Ago at={lastInboundAt} />}</span>
      </span>
      <span className="inbox-last small">
        <Value of={last}>{(said) => saidText(said, t)}</Value>
      </span>
      <span className="row">
        <ModeTag of={item} />
        <span className="muted small">{wordFor(t, 'channel', channel)}</span>
      </span>
    </li>
  );
}

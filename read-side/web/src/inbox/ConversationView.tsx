import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useCommand } from '../api/use-command.ts';
import { useHere, useMay } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { showDateTime } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Link } from '../ui/Link.tsx';
import { Refusal } from '../ui/Notice.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { Answer } from './Answer.tsx';
import { Contact, ModeTag } from './ConversationRow.tsx';
import { Messages } from './Messages.tsx';
import { useConversation } from './queries.ts';
import type { Conversation } from './types.ts';

export function ConversationView({ id, back }: { id: string; back: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const { data, error, refetch } = useConversation(id);
  return (
    <section className="card inbox-view" aria-label={t('inbox.conversation')}>
      <Link to={back} className="crumb inbox-back">
        <IconArrowLeft size={15} aria-hidden />
        {t('inbox.title')}
      </Link>
      {data ? (
        <>
          <Head item={data} />
          <Messages id={id} channel={data.channel} />
          {may('inbox') && <Answer key={data.windowEndsAt} item={data} />}
        </>
      ) : (
        <Waiting of={{ error, refetch }} height={300} />
      )}
    </section>
  );
}

/** What can be done, by where it stands. */
const ACTS = { 'take-over': 'filled', return: 'default', resolve: 'default', 'emergency/acknowledge': 'filled' } as const;
type Act = keyof typeof ACTS;
const actsFor = ({ status, mode, emergency, contactLostAt }: Conversation): Act[] => {
  if (status === 'resolved' || contactLostAt) return [];
  return [
    ...(emergency ? (['emergency/acknowledge'] as const) : []),
    ...(mode === 'human' ? (['return'] as const) : (['take-over'] as const)),
    ...(emergency ? [] : (['resolve'] as const)),
  ];
};

function Head({ item }: { item: Conversation }) {
  const { t } = useLanguage();
  const here = useHere();
  const may = useMay();
  const who = useWho();
  const act = useCommand([['conversations'], ['conversation', item.id]]);
  return (
    <div className="inbox-head">
      <div className="row">
        <h2>
          <Contact of={item.contact} />
        </h2>
        <ModeTag of={item} />
        <span className="muted small">
          {[
            wordFor(t, 'channel', item.channel),
            item.mode === 'human' && (item.holder ? who({ id: item.holder, kind: 'staff', role: 'member' }) : t('inbox.inApp')),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {item.patientId && <Link to={here(`/patients/${item.patientId}`)}>{t('inbox.patient')}</Link>}
        {item.caseId && <Link to={here(`/cases/${item.caseId}`)}>{t('inbox.case')}</Link>}
      </div>
      {item.contactLostAt && <p className="bad small">{t('inbox.lost', { at: showDateTime(item.contactLostAt) })}</p>}
      {may('inbox') && (
        <div className="row">
          {actsFor(item).map((one) => (
            <Button
              key={one}
              size="compact-sm"
              variant={ACTS[one]}
              loading={act.isPending && act.variables.path.endsWith(one)}
              onClick={() => act.mutate({ path: `/api/conversations/${item.id}/${one}`, body: {} })}
            >
              {t(`inbox.act.${one}`)}
            </Button>
          ))}
        </div>
      )}
      <Refusal error={act.error} />
    </div>
  );
}

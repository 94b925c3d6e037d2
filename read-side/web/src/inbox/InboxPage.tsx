// Conversations of all channels: who waits for a person, what was said, and an answer. The one spoken in last comes first.
import './inbox.css';
import { SegmentedControl } from '@mantine/core';
import { IconMessages } from '@tabler/icons-react';
import { useRef } from 'react';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useRowKeys } from '../cases/use-row-keys.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { More } from '../ui/More.tsx';
import { Empty } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { ConversationRow } from './ConversationRow.tsx';
import { ConversationView } from './ConversationView.tsx';
import { useConversations } from './queries.ts';
import { type Folder, FOLDERS } from './types.ts';

const isFolder = (text: string | null): text is Folder => text !== null && Object.hasOwn(FOLDERS, text);

/** The chosen conversation and the folder stand in the address. */
export function InboxPage({ id, search }: { id: string; search: URLSearchParams }) {
  const { t } = useLanguage();
  const here = useHere();
  useTitle(t('inbox.title'));
  const asked = search.get('folder');
  const folder = isFolder(asked) ? asked : 'open';
  return (
    <>
      <div className="page-head">
        <h1>{t('inbox.title')}</h1>
        <SegmentedControl
          className="push segments"
          aria-label={t('inbox.folder')}
          value={folder}
          onChange={(value) => navigate(here(`/inbox${id && `/${id}`}?folder=${value}`), { replace: true })}
          data={(Object.keys(FOLDERS) as Folder[]).map((value) => ({ value, label: t(`inbox.${value}`) }))}
        />
      </div>
      <div className="inbox" data-chosen={id !== '' || undefined}>
        <Conversations folder={folder} chosen={id} />
        {id ? (
          <ConversationView key={id} id={id} back={here(`/inbox?folder=${folder}`)} />
        ) : (
          <section className="card inbox-none" aria-label={t('inbox.conversation')}>
            <Empty title={t('inbox.choose.title')} body={t('inbox.choose.body')} icon={<IconMessages size={32} stroke={1.4} aria-hidden />} />
          </section>
        )}
      </div>
    </>
  );
}

function Conversations({ folder, chosen }: { folder: Folder; chosen: string }) {
  const { t } = useLanguage();
  const list = useRef<HTMLUListElement>(null);
  const query = useConversations(folder);
  useRowKeys(list);
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="card inbox-list" aria-label={t('inbox.list')} aria-busy={query.isFetching}>
      {items === undefined ? (
        <Waiting of={query} />
      ) : items.length === 0 ? (
        <Empty title={t('inbox.none.title')} body={t(`inbox.none.${folder}`)} />
      ) : (
        <ul ref={list}>
          {items.map((item) => (
            <ConversationRow key={item.id} item={item} folder={folder} isChosen={item.id === chosen} />
          ))}
        </ul>
      )}
      <More of={query} m="sm" />
    </section>
  );
}

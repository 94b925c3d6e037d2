// Any stream as of any of its events, beside how it is now; also through the rights a member held at that moment.
import { Select, TextInput } from '@mantine/core';
import { useHere, useMay } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { toProblem } from '../api/problem.ts';
import { useMembers } from '../api/queries.ts';
import { isAbsent } from '../api/types.ts';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { EventList } from '../replay/EventList.tsx';
import { Moment } from '../replay/Moment.tsx';
import { useSettled } from '../replay/use-settled.ts';
import { Link } from '../ui/Link.tsx';
import { Empty } from '../ui/Notice.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { EventFacts } from './EventFacts.tsx';
import { search as query, useStream } from './queries.ts';
import { StateTable } from './StateTable.tsx';
import type { StreamEvent } from './types.ts';

export function StreamPage({ slice, id, search }: { slice: string; id: string; search: URLSearchParams }) {
  const { t } = useLanguage();
  const here = useHere();
  const [chosen, as] = [search.get('at') ?? undefined, search.get('as') ?? undefined];
  const { data, error, refetch, isPlaceholderData } = useStream(slice, id, { at: useSettled(chosen, 120), as });
  useTitle(`${wordFor(t, 'slice', slice)} · ${t('audit.title')}`);
  const show = (asked: { at?: string | undefined; as?: string | undefined }) =>
    navigate(here(`/audit/streams/${slice}/${id}?${query({ at: chosen, as, ...asked })}`), { replace: true });
  const head = (
    <p className="audit-what">
      <Link to={here('/audit/streams')}>{t('audit.part.streams')}</Link> / <strong>{wordFor(t, 'slice', slice)}</strong> <code>{id}</code>
      {slice === 'case' && <Link to={here(`/cases/${id}/replay?${query({ at: chosen })}`)}>{t('audit.screen')}</Link>}
    </p>
  );
  if (!data)
    return (
      <>
        {head}
        <Eyes value={as} choose={(member) => show({ as: member })} />
        {toProblem(error).code === 'member.unknown' ? (
          <Empty title={t('audit.eyes.none')} body={t('audit.eyes.notYet')} />
        ) : (
          <Waiting of={{ error, refetch }} height={420} />
        )}
      </>
    );
  const { events } = data;
  const at = placeOf(events, chosen);
  // Behind the last event is now, which goes on; so the address names no moment then.
  const go = (index: number) => show({ at: index < events.length - 1 ? events[Math.max(index, 0)]?.position : undefined });
  return (
    <>
      {head}
      <div className="audit-fields">
        <Eyes value={as} choose={(member) => show({ as: member })} />
        <TextInput
          type="datetime-local"
          step={1}
          label={t('audit.time')}
          onChange={({ currentTarget: { value } }) => value && go(events.findLastIndex(({ recordedAt }) => new Date(recordedAt) <= new Date(value)))}
        />
      </div>
      <Moment events={events} at={at} go={go} />
      <div className="replay-columns">
        <div className="audit-column">
          <EventList events={events} at={at} go={go} />
          {events[at] && <EventFacts event={events[at]} />}
        </div>
        <StateTable replay={data} isOld={isPlaceholderData} />
      </div>
    </>
  );
}

/** The event the reader stands on: the one the address names, else the last. */
function placeOf(events: readonly StreamEvent[], position: string | undefined): number {
  const at = events.findIndex((event) => event.position === position);
  return at < 0 ? events.length - 1 : at;
}

function Eyes({ value, choose }: { value: string | undefined; choose: (member: string | undefined) => void }) {
  const { t } = useLanguage();
  const may = useMay();
  const { data } = useMembers();
  if (!may('proof')) return null;
  const members = (data?.items ?? []).map(({ id, name, roles }) => ({
    value: id,
    label: `${isAbsent(name) ? id : name} (${roles.map((role) => wordFor(t, 'role', role)).join(', ')})`,
  }));
  return (
    <Select
      label={t('audit.eyes')}
      description={t('audit.eyes.means')}
      placeholder={t('audit.eyes.own')}
      data={members}
      value={value ?? null}
      onChange={(id) => choose(id ?? '')}
      searchable
      clearable
    />
  );
}

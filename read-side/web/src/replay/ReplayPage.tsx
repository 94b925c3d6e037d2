import './replay.css';
import '../case/case.css';
import { Button } from '@mantine/core';
import { IconArrowLeft, IconClockPlay } from '@tabler/icons-react';
import { useReplay } from '../api/queries.ts';
import type { Replay, ReplayEvent } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { navigate } from '../app/router.ts';
import { useShortcut } from '../app/shortcuts.tsx';
import { PatientBanner } from '../case/PatientBanner.tsx';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';
import { nameText } from '../ui/Name.tsx';
import { useTitle } from '../ui/use-title.ts';
import { Waiting } from '../ui/Waiting.tsx';
import { aboutOf } from './about.ts';
import { Comparison } from './Comparison.tsx';
import { EventList } from './EventList.tsx';
import { Moment } from './Moment.tsx';
import { useSettled } from './use-settled.ts';

/** The case as of any of its events, beside the case now. The address holds the moment, so it can be shared. */
export function ReplayPage({ id, search }: { id: string; search: URLSearchParams }) {
  const { t, language } = useLanguage();
  const here = useHere();
  const chosen = search.get('at') ?? undefined;
  const { data, error, refetch, isPlaceholderData } = useReplay(id, useSettled(chosen, 120));
  useTitle(data && `${t('replay.title')} · ${nameText(data.now.patient.name, t)}`);
  const home = here(`/cases/${id}`);
  useShortcut('Escape', 'keys.now', () => navigate(home));
  if (!data) return <Waiting of={{ error, refetch }} height={420} />;
  const at = indexOf(data, chosen);
  const about = (event: ReplayEvent) => aboutOf(event, data, t, language);
  const go = (index: number) => {
    const event = data.events[Math.min(Math.max(index, 0), data.events.length - 1)];
    if (event) navigate(`${home}/replay?at=${event.position}`, { replace: true });
  };
  return (
    <>
      <Link to={home} className="crumb">
        <IconArrowLeft size={15} aria-hidden />
        {t('replay.back')}
      </Link>
      <PatientBanner patient={data.now.patient}>
        <span className="tag tag-info">
          <IconClockPlay size={13} aria-hidden />
          {t('replay.title')}
        </span>
        <Button variant="default" size="xs" onClick={() => navigate(home)}>
          {t('replay.back')}
        </Button>
      </PatientBanner>
      <Moment events={data.events} about={about} at={at} go={go} />
      <div className="replay-columns">
        <EventList events={data.events} about={about} at={at} go={go} />
        <Comparison replay={data} isOld={isPlaceholderData} />
      </div>
    </>
  );
}

/** The event the reader stands on: the one named by the address, else the last. */
function indexOf({ events }: Replay, position: string | undefined): number {
  const at = events.findIndex((event) => event.position === position);
  return at < 0 ? events.length - 1 : at;
}

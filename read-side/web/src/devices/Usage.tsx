import { showDay, showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Table } from '../ui/Table.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useUsage } from './queries.ts';

const HEADS = ['devices.day', 'devices.kind', 'devices.count', 'devices.minutes', 'devices.successes'] as const;

/** By day and kind; a device sums up what it did, so there are no single readings. */
export function Usage({ id }: { id: string }) {
  const { t } = useLanguage();
  const { data, error, refetch } = useUsage(id);
  if (!data) return <Waiting of={{ error, refetch }} height={120} />;
  if (data.items.length === 0) return <p className="muted">{t('devices.usage.none')}</p>;
  return (
    <Table label={t('devices.part.usage')} heads={HEADS}>
      {data.items.map(({ date, interaction_type, count, duration_seconds, successes }) => (
        <tr key={`${date} ${interaction_type}`}>
          <th scope="row">{showDay(date)}</th>
          <td>{t(`devices.${interaction_type}`)}</td>
          <td>{showNumber(count)}</td>
          <td>{showNumber(Math.round(duration_seconds / 6) / 10)}</td>
          <td>{showNumber(successes)}</td>
        </tr>
      ))}
    </Table>
  );
}

import type { ScoringItem } from '../api/types.ts';
import { showNumber, showValue } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** What made the rule answer so: every item with its value, its points and the events it was read from. */
export function ScoringTable({ items }: { items: ScoringItem[] }) {
  const { t, language } = useLanguage();
  if (items.length === 0) return null;
  return (
    <table className="scoring">
      <tbody>
        {items.map(({ code, label, value, unit, points, eventIds = [] }) => (
          <tr key={code}>
            <th scope="row">{label[language]}</th>
            <td className="scoring-value">
              {value !== undefined && showValue(value)} {unit}
            </td>
            <td className="scoring-points">{points !== undefined && t('rec.points', { points: showNumber(points) })}</td>
            <td className="scoring-events" title={eventIds.join('\n')}>
              {eventIds.length > 0 && t('common.events', { count: eventIds.length })}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

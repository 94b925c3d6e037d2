import type { ScoringItem } from '../api/types.ts';
import { useHere } from '../app/hub.tsx';
import { showNumber, showValue } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Link } from '../ui/Link.tsx';

/** What made the rule answer so: every item with its value, its points and the way to the events it was read from. */
export function ScoringTable({ items, caseId }: { items: ScoringItem[]; caseId: string }) {
  const { t, language } = useLanguage();
  const here = useHere();
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
            <td className="scoring-events">
              {eventIds.length > 0 && <Link to={here(`/cases/${caseId}/replay?event=${eventIds[0]}`)}>{t('common.events', { count: eventIds.length })}</Link>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { ScoringItem } from '../api/types.ts';
import { isKey, type Translate } from '../i18n/catalogue.ts';
import { showNumber, showUnit, showValue } from '../i18n/format.ts';
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
              {value !== undefined && showValue(value)} {unit && unitWord(unit, t)}
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

/** Times are words of the language; other units are international. */
function unitWord(ucum: string, t: Translate): string {
  const key = `unit.${ucum}`;
  return isKey(key) ? t(key) : showUnit(ucum);
}

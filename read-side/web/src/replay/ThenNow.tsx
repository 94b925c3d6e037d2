import { IconArrowsDiff } from '@tabler/icons-react';
import { useLanguage } from '../i18n/use-language.tsx';

export type ThenAndNow = { key: string; label: string; then: string; now: string; changed: boolean };
export const countChanged = (rows: readonly ThenAndNow[]): number => rows.filter(({ changed }) => changed).length;

/** In how many rows then and now differ. */
export function DifferenceTag({ count }: { count: number }) {
  const { t } = useLanguage();
  return (
    <span className={count > 0 ? 'tag tag-amber push' : 'tag push'} role="status">
      <IconArrowsDiff size={13} aria-hidden />
      {count > 0 ? t('replay.differences', { count }) : t('replay.same')}
    </span>
  );
}

/** Then beside now, row by row; what differs is tinted and said in words. */
export function ThenNow({ rows }: { rows: readonly ThenAndNow[] }) {
  const { t } = useLanguage();
  return (
    <table>
      <thead>
        <tr>
          <td />
          <th scope="col">{t('replay.then')}</th>
          <th scope="col">{t('replay.now')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, then, now, changed }) => (
          <tr key={key} data-changed={changed || undefined}>
            <th scope="row">
              {label}
              {changed && <span className="comparison-mark">{t('replay.changed')}</span>}
            </th>
            <td>{then || '–'}</td>
            <td>{changed && now ? <ins>{now}</ins> : now || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

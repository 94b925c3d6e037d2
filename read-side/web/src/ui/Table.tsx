import './table.css';
import type { ReactNode } from 'react';
import type { Key } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';

type Props = { label: string; heads: readonly Key[]; caption?: boolean; children: ReactNode };

/** Rows under column heads. Where they do not fit they scroll, by keyboard as well. `caption`: the label stands above them. */
export function Table({ label, heads, caption, children }: Props) {
  const { t } = useLanguage();
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="table">
        {caption && <caption>{label}</caption>}
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {t(head)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

import { useHere } from '../app/hub.tsx';
import { wordFor } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { useWho } from '../members/use-who.ts';
import { Link } from '../ui/Link.tsx';
import { Table } from '../ui/Table.tsx';
import { Value } from '../ui/Value.tsx';
import { When } from '../ui/When.tsx';
import type { Filter } from './queries.ts';
import type { Disclosure } from './types.ts';

const MOST_PERSONS = 8;
const HEADS = ['audit.when', 'audit.reader', 'audit.purpose', 'audit.whose', 'audit.what', 'audit.how'] as const;

export function DisclosureTable({ items, choose }: { items: readonly Disclosure[]; choose: (part: Filter) => void }) {
  const { t } = useLanguage();
  return (
    <Table label={t('audit.part.disclosures')} heads={HEADS}>
      {items.map((item) => (
        <Row key={item.id} item={item} choose={choose} />
      ))}
    </Table>
  );
}

function Row({ item, choose }: { item: Disclosure; choose: (part: Filter) => void }) {
  const { t } = useLanguage();
  const here = useHere();
  const who = useWho();
  const { reader, shown, withheld, route, caseId, correlationId } = item;
  const fields = [...new Set(shown.flatMap((person) => person.fields))];
  return (
    <tr>
      <td>
        <When at={item.at} />
      </td>
      <td>
        <button type="button" className="audit-choose" onClick={() => choose({ readerId: reader.id })}>
          {reader.kind === 'agent' ? reader.id : who(reader)}
        </button>
      </td>
      <td>{wordFor(t, 'purpose', item.purpose)}</td>
      <td>
        {shown.slice(0, MOST_PERSONS).map(({ personId }) => (
          <button key={personId} type="button" className="audit-choose" onClick={() => choose({ personId })} title={personId}>
            <span className="unseen">{t('audit.only')} </span>
            <code>{personId.slice(-8)}</code>
          </button>
        ))}
        {shown.length > MOST_PERSONS && `+${shown.length - MOST_PERSONS}`}{' '}
        {withheld.length > 0 && <span className="tag">{t('audit.withheld', { count: withheld.length })}</span>}
      </td>
      <td>
        {fields.slice(0, 6).join(', ')}
        {fields.length > 6 && ` +${fields.length - 6}`} {shown.some(({ health }) => health) && <span className="tag tag-info">{t('audit.health')}</span>}
      </td>
      <td>
        <code>{route}</code>
        <span className="audit-links">
          <Link to={here(`/audit/traces/${encodeURIComponent(correlationId)}`)}>{t('audit.trace')}</Link>
          {caseId && <Link to={here(`/audit/streams/case/${caseId}`)}>{t('audit.case')}</Link>}
        </span>
        <Value of={item.address}>{(address) => <span className="muted small">{address}</span>}</Value>
      </td>
    </tr>
  );
}

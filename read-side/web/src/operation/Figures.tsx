import type { Operation } from '../api/types.ts';
import { showDateTime, showNumber } from '../i18n/format.ts';
import type { Key } from '../i18n/catalogue.ts';
import { useLanguage } from '../i18n/use-language.tsx';
import { Table } from '../ui/Table.tsx';

/** Who works, who waits and how far each view is. */
export function Figures({ of: { workers, tenants, views, queued, eventsPerSecond, warehouse } }: { of: Operation }) {
  const { t } = useLanguage();
  const n = showNumber;
  return (
    <>
      <Figure
        title={t('operation.workers')}
        heads={['operation.worker', 'operation.partitions', 'operation.rate', 'operation.queued']}
        rows={[
          ...workers.map((w) => [w.worker.slice(0, 8), n(w.partitions), n(w.eventsPerSecond), n(w.queued)]),
          [t('operation.all'), '', n(eventsPerSecond), n(queued)],
        ]}
      />
      {tenants.length > 0 && (
        <Figure
          title={t('operation.tenants')}
          heads={['operation.tenant', 'operation.events', 'operation.seconds']}
          rows={tenants.map((x) => [x.tenant, n(x.events), n(x.seconds)])}
        />
      )}
      <Figure
        title={t('operation.views')}
        heads={['operation.view', 'operation.position', 'operation.parkedCount']}
        rows={views.map((v) => [`${v.view}@${v.version}`, v.position ?? '–', n(v.parked)])}
      />
      {warehouse && warehouse.differences.length > 0 && (
        <Figure
          title={t('operation.warehouse', { at: showDateTime(warehouse.at) })}
          heads={['operation.group', 'operation.log', 'operation.held', 'operation.counted']}
          rows={warehouse.differences.map((d) => [`${d.tenant} · ${d.day} · ${d.type}`, n(d.log), n(d.warehouse), n(d.counted)])}
        />
      )}
      <p className="figures-note">
        {warehouse
          ? t('operation.compared', { at: showDateTime(warehouse.at), events: n(warehouse.events), differ: n(warehouse.differences.length) })
          : t('operation.notCompared')}
      </p>
    </>
  );
}

function Figure({ title, heads, rows }: { title: string; heads: readonly Key[]; rows: readonly (readonly string[])[] }) {
  return (
    <section className="card" aria-label={title}>
      <Table label={title} heads={heads} caption>
        {rows.map(([name, ...values]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, i) => (
              <td key={heads[i + 1]}>{value}</td>
            ))}
          </tr>
        ))}
      </Table>
    </section>
  );
}

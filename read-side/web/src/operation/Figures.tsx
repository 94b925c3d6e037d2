import type { Operation } from '../api/types.ts';
import { showDateTime, showNumber } from '../i18n/format.ts';
import { useLanguage } from '../i18n/use-language.tsx';

/** Who works, who waits and how far each view is. */
export function Figures({ of: { workers, tenants, views, queued, eventsPerSecond, warehouse } }: { of: Operation }) {
  const { t } = useLanguage();
  const n = showNumber;
  return (
    <>
      <Table
        title={t('operation.workers')}
        heads={[t('operation.worker'), t('operation.partitions'), t('operation.rate'), t('operation.queued')]}
        rows={[
          ...workers.map((w) => [w.worker.slice(0, 8), n(w.partitions), n(w.eventsPerSecond), n(w.queued)]),
          [t('operation.all'), '', n(eventsPerSecond), n(queued)],
        ]}
      />
      {tenants.length > 0 && (
        <Table
          title={t('operation.tenants')}
          heads={[t('operation.tenant'), t('operation.events'), t('operation.seconds')]}
          rows={tenants.map((x) => [x.tenant, n(x.events), n(x.seconds)])}
        />
      )}
      <Table
        title={t('operation.views')}
        heads={[t('operation.view'), t('operation.position'), t('operation.parkedCount')]}
        rows={views.map((v) => [`${v.view}@${v.version}`, v.position ?? '–', n(v.parked)])}
      />
      {warehouse && warehouse.differences.length > 0 && (
        <Table
          title={t('operation.warehouse', { at: showDateTime(warehouse.at) })}
          heads={[t('operation.group'), t('operation.log'), t('operation.held'), t('operation.counted')]}
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

function Table({ title, heads, rows }: { title: string; heads: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <section className="card" aria-label={title}>
      <table className="figures">
        <caption>{title}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...values]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {values.map((value, i) => (
                <td key={heads[i + 1]}>{value}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

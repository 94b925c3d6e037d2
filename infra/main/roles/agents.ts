// The role that acts on events: agents that recommend, and reactors that give commands.
import { makeAgents } from '#agents/index.ts';
import { makeAsk } from '#agents/kernel/ask.ts';
import type { Views } from '#agents/kernel/ports.ts';
import { runAgent } from '#agents/kernel/runner.ts';
import type { Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { makeAsking } from '#infra/calls/abroad.ts';
import { makeEgress } from '#infra/calls/egress.ts';
import { makeGemini } from '#infra/llm/gemini.ts';
import { forbidTracing } from '#infra/llm/tracing.ts';
import { makeDueReader } from '#infra/postgres/deadlines.ts';
import { makePool, SERVING_MS } from '#infra/postgres/pool.ts';
import { makeProgress, type Progress } from '#infra/postgres/progress.ts';
import { makeReader } from '#infra/postgres/reader.ts';
import { CaseList } from '#projections/case-list/table.ts';
import { PatientHeader } from '#projections/patient-header/table.ts';
import { VIEWS_GROUP } from '#projections/index.ts';
import { RecommendationList } from '#projections/recommendation-list/table.ts';
import type { Reader } from '#read-side/kernel/reader.ts';
import { bookingReactors, makeReactors } from '#write-side/index.ts';
import { runDeadlines } from '#write-side/kernel/deadlines.ts';
import { runReactor } from '#write-side/kernel/reactor.ts';
import { makeBulkhead } from '#write-side/kernel/bulkhead.ts';
import { makeContacts } from '#write-side/conversation/contact.ts';
import { runSender } from '#write-side/conversation/sending.ts';
import { guardErasures, makeErasing } from '../erasing.ts';
import { makeFoundation } from '../foundation.ts';
import { MANIFESTS } from '../manifests.ts';
import type { Role } from '../role.ts';
import { makeMail } from './mail.ts';
import { makeProviders } from './providers.ts';
import { makeWatch } from './watch.ts';

const PATIENCE_MS = 10_000;

const viewsOf = (reader: Reader, progress: Progress): Views => ({
  waitFor: async (position, tenant) => {
    if (!(await progress.waitFor(VIEWS_GROUP, position, PATIENCE_MS, tenant)))
      throw new HubError('unavailable', 'view.not-yet', 'The views are behind the event.');
  },
  casesInReview: (tenant, patientId) =>
    reader.within(tenant, async (rows) => {
      const head = (await rows.findOne(PatientHeader, { tenant, id: patientId }))?.mergedInto ?? patientId;
      const merged = await rows.find(PatientHeader, { tenant, mergedInto: head });
      const found = await rows.find(CaseList, { patientId: { $in: [head, ...merged.map(({ id }) => id)] }, stage: 'review', status: 'active' });
      return found.map(({ id }) => id);
    }),
  openRecommendations: (tenant, caseId) =>
    reader.within(tenant, async (rows) =>
      (await rows.find(RecommendationList, { caseId, status: 'open' })).map(({ id, rule, level }) => ({ id, rule, level })),
    ),
});

export const run: Role = async (config) => {
  const base = makeFoundation(config, 'agents');
  const { log, metrics, store, sealing, dispatch, appUrl } = base;
  const refused = forbidTracing(process.env);
  if (refused.length > 0) log.warn('agent.tracing-refused', { reason: refused.join(' ') });
  await guardErasures(base);
  const stopping = new AbortController();
  const pool = makePool({ url: appUrl, max: 2, name: 'hub agents', patienceMs: SERVING_MS });
  const reader = makeReader({ url: appUrl, max: 4 });
  const progress = makeProgress({ url: appUrl, pool });
  await progress.ready;
  const disclosures = await base.disclosing();
  const agents = makeAgents({
    ask: makeAsk({ reader: store, open: disclosures.openAs(MANIFESTS.preOp), views: viewsOf(reader, progress) }),
    watch: makeWatch({ reader, waitFor: viewsOf(reader, progress).waitFor, open: disclosures.openAs(MANIFESTS.compliance) }),
    tell: dispatch,
    digest: sealing.tenantDigest,
    model: config.gemini && makeGemini(config.gemini),
    mayAsk: makeAsking({ egress: makeEgress(pool), tell: disclosures.tell }),
    onFallback: (fault) => log.warn('agent.template-used', { reason: fault }),
  });
  const mail = makeMail({ config, pool, reader, open: base.openWithin(MANIFESTS.mail), secrets: base.secrets, log });
  const providers = makeProviders({ config, app: pool, store, open: base.openWithin(MANIFESTS.providers), tell: disclosures.tell, metrics });
  const onFault = (group: string, event: Recorded, error: HubError) =>
    log.error('reactor.fault', error, { group, eventId: event.id, tenant: event.meta.tenant });
  const erasing = makeErasing(base, config, { reader, app: pool, progress });
  const working = [
    erasing.run(stopping.signal),
    mail.run(stopping.signal),
    ...agents.map((agent) =>
      runAgent(
        {
          groups: store,
          agent,
          metrics: metrics.agentRun,
          onTrouble: ({ agent: name, code, action }) => log.warn('agent.trouble', { agent: name, code, outcome: action }),
        },
        stopping.signal,
      ),
    ),
    ...[
      ...makeReactors({ payments: providers.payments, store }),
      mail.reactor,
      erasing.destructions,
      ...bookingReactors({ store, dispatch, open: disclosures.openAs(MANIFESTS.waitlist) }),
    ].map((reactor) => runReactor(reactor, { store, dispatch, onFault }, stopping.signal)),
    runSender(
      {
        ...{
          store,
          dispatch,
          open: base.openWithin(MANIFESTS.sender),
          contacts: makeContacts({ store, tenantDigest: sealing.tenantDigest }),
          bulkhead: makeBulkhead(),
          onFault,
        },
        ...{ connections: providers.connections, carriers: providers.carriers },
      },
      stopping.signal,
    ),
    runDeadlines(
      {
        deadlines: makeDueReader(pool),
        dispatch,
        now: () => new Date(),
        onTrouble: ({ tenant, slice }, deadline, code) => log.warn('deadline.trouble', { tenant, group: slice, outcome: deadline, code }),
      },
      stopping.signal,
    ),
  ];
  const failed = Promise.all(working).then(() => undefined); // one that gives up ends the role; the hub restarts it
  return {
    metrics: () => metrics.json(),
    failed,
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(working);
      await disclosures.close();
      await Promise.all([erasing.close(), reader.close(), progress.close(), base.close()]);
      await pool.end();
    },
  };
};

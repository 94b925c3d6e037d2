// The evidence pack, and the ledger's state, for auditors.
import { z } from 'zod';
import { parseStreamName, type Recorded } from '#domain/kernel/envelope.ts';
import { HubError } from '#domain/kernel/errors.ts';
import { id } from '#domain/kernel/ids.ts';
import { type Route, route } from '#domain/kernel/route.ts';
import { leafText, sealedEvent } from '#projections/ledger/leaf.ts';
import type { ReadDeps } from '../kernel/deps.ts';
import { instant, unknown } from '../kernel/shapes.ts';
import { packFiles } from './pack.ts';
import type { Ledger, LogView } from './ports.ts';
import { chooseStreams, type Scope } from './selection.ts';
import { archive } from './tar.ts';

const logShape = z.object({
  origin: z.string(),
  address: z.string().describe('Where its checkpoint and tiles are'),
  keys: z.array(z.string()).describe('Verifier keys, NAME+ID+BASE64'),
  size: z.int(),
  root: z.base64(),
  at: instant,
  checkpoint: z.string().describe('The signed note, with the lines of witnesses'),
  stamped: z.object({ size: z.int(), at: instant }).optional().describe('The newest checkpoint that a time stamping authority saw, and when'),
});
const statusShape = z.object({ log: logShape, hub: logShape }).meta({ id: 'LedgerStatus' });
const proofShape = z
  .object({
    leaf: z.string().describe('What is hashed, and hashed again as an entry'),
    index: z.int(),
    size: z.int(),
    root: z.base64(),
    proof: z.array(z.base64()),
    checkpoint: z.string(),
  })
  .meta({ id: 'LedgerProof' });

function told({ origin, keys, size, root, at, note, stamps }: LogView) {
  const stamp = stamps(size).at(-1);
  return {
    origin,
    address: `/ledger/${origin.split('/').at(-1)}`,
    keys: [...keys],
    size,
    root: root.toString('base64'),
    at,
    checkpoint: note,
    ...(stamp && { stamped: { size: stamp.size, at: stamp.at } }),
  };
}

const scopeOf = (query: { case?: string; patient?: string; from?: string; to?: string }): Scope => {
  const given = [query.case, query.patient, query.from ?? query.to].filter((one) => one !== undefined).length;
  if (given > 1) throw new HubError('invalid', 'evidence.scope', 'Ask for a case, a patient or a period, not for several of them.');
  if (query.case !== undefined) return { case: query.case };
  if (query.patient !== undefined) return { patient: query.patient };
  return { ...(query.from !== undefined && { from: query.from }), ...(query.to !== undefined && { to: query.to }) };
};

const tag = 'audit';
const roles = ['auditor'] as const;

const packRoute = ({ streams, now }: ReadDeps, ledger: Ledger): Route =>
  route({
    method: 'get',
    path: '/api/audit/evidence',
    summary: 'An evidence pack (.tar.gz) of a case, a patient or a period, to be verified without the hub',
    tag,
    roles,
    stepUp: true,
    cost: 20,
    query: z.object({
      case: id.optional(),
      patient: id.optional(),
      from: instant.optional().describe('Recorded at or after; without a case or patient'),
      to: instant.optional().describe('Recorded before'),
      since: z.coerce.number().int().min(0).optional().describe('Size of an earlier checkpoint, to show that nothing before it was rewritten'),
    }),
    answers: { 200: { description: 'The pack, streamed' } },
    codes: ['case.unknown', 'patient.unknown', 'ledger.not-yet', 'ledger.log-changed', 'evidence.scope', 'evidence.since'],
    handle: async ({ who, open, query }) => {
      const { tenant, rights, memberId } = who;
      const scope = scopeOf(query);
      const looked = await ledger.look(tenant, chooseStreams(scope));
      for (const kind of ['case', 'patient'] as const)
        if (query[kind] !== undefined && !looked.streams.has(`${tenant}.${kind}-${query[kind]}`)) throw unknown(kind, query[kind]);
      if ((query.since ?? 0) > looked.log.size)
        throw new HubError(
          'conflict',
          'evidence.since',
          `The log has ${looked.log.size} leaves and never had ${query.since}: it is not the log of that checkpoint.`,
        );
      const files = packFiles(
        { ledger, streams },
        looked,
        { scope, since: query.since, madeAt: now().toISOString(), madeBy: memberId },
        { tenant, open, rights },
      );
      const name = 'case' in scope ? `case-${scope.case}` : 'patient' in scope ? `patient-${scope.patient}` : tenant;
      const headers = { 'Content-Type': 'application/gzip', 'Content-Disposition': `attachment; filename="evidence-${name}.tar.gz"` };
      return { status: 200, headers, body: archive(files) };
    },
  });

const statusRoute = (ledger: Ledger): Route =>
  route({
    method: 'get',
    path: '/api/audit/ledger',
    summary: 'The tenant’s verifiable log and the hub’s log over it: size, root, signed checkpoint, keys',
    tag,
    roles: ['auditor', 'admin'],
    answers: { 200: { description: 'Both logs as of their newest checkpoints', schema: statusShape } },
    codes: ['ledger.not-yet'],
    handle: async ({ who }) => {
      const { log, hub } = await ledger.look(who.tenant);
      return { status: 200, body: { log: told(log), hub: told(hub) } };
    },
  });

async function eventAt({ streams }: ReadDeps, name: string, revision: number): Promise<Recorded | undefined> {
  for await (const event of streams.read(parseStreamName(name)!, { from: revision, to: revision })) return event;
  return undefined;
}

const proofRoute = (deps: ReadDeps, ledger: Ledger): Route =>
  route({
    method: 'get',
    path: '/api/audit/ledger/proof',
    summary: 'What proves one event: its leaf, and the way from there to the root of the newest checkpoint',
    tag,
    roles,
    query: z.object({ slice: z.string().regex(/^[a-z]{1,40}$/), id: z.string().min(1).max(100), revision: z.coerce.number().int().min(0) }),
    answers: { 200: { description: 'The proof', schema: proofShape } },
    codes: ['event.unknown', 'ledger.not-yet', 'ledger.log-changed'],
    handle: async ({ who, query: { slice, id: streamId, revision } }) => {
      const event = await eventAt(deps, `${who.tenant}.${slice}-${streamId}`, revision);
      if (!event) throw new HubError('not-found', 'event.unknown', `There is no revision ${revision} of ${slice} ${streamId}.`);
      const { log } = await ledger.look(who.tenant);
      const index = log.indexOf(event);
      if (index === undefined) throw new HubError('unavailable', 'ledger.not-yet', 'The event is newer than the newest checkpoint; ask again in a moment.');
      const proof = log.inclusion(index).map((one) => one.toString('base64'));
      const { size, root, note } = log;
      return { status: 200, body: { leaf: leafText(sealedEvent(event)), index, size, root: root.toString('base64'), proof, checkpoint: note } };
    },
  });

export const evidenceQueries = (deps: ReadDeps, ledger: Ledger): Route[] => [packRoute(deps, ledger), statusRoute(ledger), proofRoute(deps, ledger)];

// The same use case on Emmett: its command handler and PostgreSQL event store behind Express, in a process of its own.
// No sign-in, permission, limits, sealing or documents: Emmett at its best.
import { CommandHandler, type Event } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import express from 'express';

type CaseEvent =
  | Event<'CaseOpened', { patientId: string }>
  | Event<'CaseHeld', { reason: string }, { actor: string; correlationId: string }>
  | Event<'CaseResumed', { reason: string }, { actor: string; correlationId: string }>;
type State = { status: 'none' | 'active' | 'onHold' };
const evolve = (_: State, { type }: CaseEvent): State => ({ status: type === 'CaseHeld' ? 'onHold' : 'active' });

const store = getPostgreSQLEventStore(process.argv[2]!, { schema: { autoMigration: 'CreateOrUpdate' } });
await store.schema.migrate();
const handle = CommandHandler<State, CaseEvent>({ evolve, initialState: () => ({ status: 'none' }) });

const app = express().disable('x-powered-by').set('etag', false).use(express.json());
app.post('/api/cases/:id', async (req, res) => {
  const { nextExpectedStreamVersion } = await handle(store, `case-${req.params.id}`, () => ({ type: 'CaseOpened', data: { patientId: req.params.id } }));
  res.status(201).json({ id: req.params.id, revision: Number(nextExpectedStreamVersion) - 1 });
});
for (const [word, type, from] of [
  ['hold', 'CaseHeld', 'active'],
  ['resume', 'CaseResumed', 'onHold'],
] as const)
  app.post(`/api/cases/:id/${word}`, async (req, res) => {
    const { reason } = req.body as { reason?: unknown };
    if (typeof reason !== 'string' || reason.length === 0) return void res.status(400).json({ code: 'invalid' });
    const { nextExpectedStreamVersion, newEvents } = await handle(store, `case-${req.params.id}`, ({ status }) =>
      status === from ? [{ type, data: { reason }, metadata: { actor: 'bench', correlationId: 'bench' } } as CaseEvent] : [],
    );
    const revision = Number(nextExpectedStreamVersion) - 1;
    res.set('ETag', `"${revision}"`).json({ id: req.params.id, revision, events: newEvents.map((event) => event.type) });
  });
const server = app.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
process.once('disconnect', () => void store.close().finally(() => process.exit(0)));

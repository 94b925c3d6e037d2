// The same events into one document for each patient on Emmett: its PostgreSQL event store, its consumer and a Pongo projection, as its guide shows it.
import type { Event } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore, pongoMultiStreamProjection, postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import type { Recorded } from '#domain/kernel/envelope.ts';

type Happened = Event<string, { patient: string; kind: string }>;
type Header = { counts: Record<string, number>; revision: number };
const IN_ONE_APPEND = 500;

const headers = pongoMultiStreamProjection<Header, Happened>({
  collectionName: 'patient_header',
  canHandle: ['PatientRegistered', 'ObservationRecorded'],
  getDocumentId: ({ data }) => data.patient,
  initialState: () => ({ counts: {}, revision: -1 }),
  evolve: ({ counts, revision }: Header, { data: { kind } }: Happened): Header => ({
    counts: { ...counts, [kind]: (counts[kind] ?? 0) + 1 },
    revision: revision + 1,
  }),
});

/** Seconds from the start of the consumer until nothing is left. `url`: a database of its own. */
export async function emmettSeconds(url: string, events: readonly Recorded[], batchSize: number): Promise<number> {
  const store = getPostgreSQLEventStore(url, { schema: { autoMigration: 'CreateOrUpdate' } });
  await store.schema.migrate();
  for (const [patient, own] of Map.groupBy(events, ({ stream }) => stream.id))
    for (let at = 0; at < own.length; at += IN_ONE_APPEND)
      await store.appendToStream<Happened>(
        `patient-${patient}`,
        own.slice(at, at + IN_ONE_APPEND).map(({ type, data }) => ({ type, data: { ...data, patient, kind: type } })),
      );
  const consumer = postgreSQLEventStoreConsumer<Happened>({ connectionString: url, stopWhen: { noMessagesLeft: true }, pulling: { batchSize } });
  consumer.projector({ processorId: 'headers', projection: headers });
  const since = performance.now();
  await consumer.start();
  const seconds = (performance.now() - since) / 1000;
  await consumer.close();
  await store.close();
  return seconds;
}

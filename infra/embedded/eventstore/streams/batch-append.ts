// Streams.BatchAppend: one long stream per client that carries all of its appends. Exactly one answer per correlation id.
import type { Call } from '../grpc/call.ts';
import { RpcError, Status } from '../grpc/status.ts';
import {
  type BatchChunk,
  batchAppended,
  batchDeleted,
  batchDenied,
  batchFailed,
  batchInvalid,
  batchRefused,
  batchTimeout,
  batchTooLarge,
  type Options,
  readBatch,
  sizeOf,
} from '../protocol/append.ts';
import type { Proposed } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { checkWritable } from './names.ts';

type Batch = { correlation: string; options: Options; events: Proposed[]; size: number };
/** What appends whose last chunk has not come yet may hold together, per client; each counts with this much at least. */
const OPEN_LIMIT = 512 * 1024 * 1024;
const OPEN_LEAST = 1024;
/** Above this much waiting for the disk the client is no longer read from. */
const BACKLOG_LIMIT = 64 * 1024 * 1024;

export const makeBatchAppend =
  ({ store, maxAppend }: { store: EmbeddedStore; maxAppend: number }) =>
  (call: Call): void => {
    const open = new Map<string, Batch>();
    let openBytes = 0;
    let running = 0;
    let halfClosed = false;
    let paused = false;

    function begin(correlation: string, options: Options | undefined): Batch {
      if (!options) throw new RangeError('the first chunk of a batch must have options');
      const batch = { correlation, options, events: [], size: 0 };
      open.set(correlation, batch);
      openBytes += OPEN_LEAST;
      return batch;
    }
    function collect({ correlation, options, events }: BatchChunk): Batch {
      const batch = open.get(correlation) ?? begin(correlation, options);
      for (const event of events) {
        batch.size += sizeOf(event);
        openBytes += sizeOf(event);
      }
      if (batch.size <= maxAppend) batch.events.push(...events);
      return batch;
    }
    function forget({ correlation, size }: Batch): void {
      open.delete(correlation);
      openBytes -= size + OPEN_LEAST;
    }
    /** Half-received batches must not fill the memory: those past their deadline are answered, the rest together are limited. */
    function refuseHoarding(): void {
      if (openBytes <= OPEN_LIMIT) return;
      for (const batch of open.values()) {
        if ((batch.options.deadline ?? Number.POSITIVE_INFINITY) >= Date.now()) continue;
        forget(batch);
        call.send(batchTimeout(batch));
      }
      if (openBytes > OPEN_LIMIT) throw new RpcError(Status.RESOURCE_EXHAUSTED, `Unfinished appends hold more than ${OPEN_LIMIT} bytes`);
    }
    async function outcome(batch: Batch): Promise<Buffer> {
      if (batch.size > maxAppend) return batchTooLarge(batch, maxAppend);
      if (batch.options.deadline !== undefined && batch.options.deadline < Date.now()) return batchTimeout(batch);
      try {
        checkWritable(batch.options.stream);
        call.access.toStream(batch.options.stream, 'write');
        const result = await store.append({ ...batch.options, events: batch.events });
        if (result.is === 'deleted') return batchDeleted(batch);
        return result.is === 'wrong' ? batchRefused(batch, result.current) : batchAppended(batch, result.revision, result.position);
      } catch (error) {
        if (error instanceof RpcError && error.code === Status.PERMISSION_DENIED) return batchDenied(batch);
        if (error instanceof RpcError && error.code === Status.UNAVAILABLE) return batchTimeout(batch); // the nearest that clients know: try again
        if (error instanceof RangeError) return batchInvalid(batch, error.message);
        return batchFailed(batch, error instanceof Error ? error.message : String(error));
      }
    }
    async function run(batch: Batch): Promise<void> {
      running++;
      const answer = await outcome(batch);
      running--;
      call.send(answer);
      if (paused && store.backlog() < BACKLOG_LIMIT) {
        paused = false;
        call.resume();
      }
      if (halfClosed && running === 0) call.end();
    }
    call.onMessages(
      (request) => {
        const chunk = readBatch(request);
        const batch = collect(chunk);
        if (!chunk.final) return refuseHoarding();
        forget(batch);
        void run(batch);
        if (!paused && store.backlog() >= BACKLOG_LIMIT) {
          paused = true;
          call.pause();
        }
      },
      () => {
        halfClosed = true;
        if (running === 0) call.end();
      },
    );
  };

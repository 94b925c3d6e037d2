// The Projections service, for the system projections.
import { ADMINS, OPS } from '../auth/users.ts';
import type { Methods } from '../grpc/call.ts';
import { RpcError, Status } from '../grpc/status.ts';
import { unary } from '../grpc/unary.ts';
import type { Projections } from '../projections/projections.ts';
import type { Runner } from '../projections/runner.ts';
import { done } from '../protocol/common.ts';
import { noState, type ProjectionInfo, projectionInfo, readProjectionName, readWanted, type Wanted } from '../protocol/projections.ts';
import type { EmbeddedStore } from '../store/store.ts';

const missing = (name: string): RpcError =>
  new RpcError(Status.NOT_FOUND, `There is no projection '${name}'; the embedded event store has the system projections only`);

export function makeProjectionMethods({ projections, store }: { projections: Projections; store: EmbeddedStore }): Methods {
  const service = '/event_store.client.projections.Projections';
  function find(name: string): Runner {
    const runner = projections.find(name);
    if (!runner) throw missing(name);
    return runner;
  }
  function describe(runner: Runner): ProjectionInfo {
    const { name, enabled, fault, processed, position } = runner.info();
    const last = store.last();
    const status = fault !== '' ? 'Faulted' : enabled ? 'Running' : 'Stopped';
    return { name, status, reason: fault, position, processed, progress: last > 0 ? (100 * Math.min(position, last)) / last : 100 };
  }
  function selected(wanted: Wanted): Runner[] {
    if (typeof wanted === 'object') return [find(wanted.name)];
    return wanted === 'all' || wanted === 'continuous' ? projections.all() : [];
  }
  const managed = (act: (runner: Runner) => void | Promise<void>) =>
    unary(
      async (request) => {
        await act(find(readProjectionName(request)));
        return done();
      },
      ADMINS,
      OPS,
    );
  const stateless = unary((request) => {
    find(readProjectionName(request));
    return noState();
  });
  return {
    [`${service}/Enable`]: managed((runner) => projections.enable(runner)),
    [`${service}/Disable`]: managed((runner) => projections.disable(runner)),
    [`${service}/Reset`]: managed((runner) => runner.reset()),
    [`${service}/State`]: stateless,
    [`${service}/Result`]: stateless,
    [`${service}/Statistics`]: async (call) => {
      call.access.asMember();
      for (const runner of selected(readWanted(await call.message()))) call.send(projectionInfo(describe(runner)));
      call.end();
    },
    [`${service}/RestartSubsystem`]: unary(
      async () => {
        await projections.restart();
        return done();
      },
      ADMINS,
      OPS,
    ),
  };
}

// Messages of the Operations and Monitoring services.
import { frame } from '../grpc/framing.ts';
import { eachField, message, text, uint } from '../grpc/wire.ts';

const RESULTS = { started: 0, 'in progress': 1, stopped: 2 } as const;

export const scavengeAnswer = (id: string, result: keyof typeof RESULTS): Buffer => frame(Buffer.concat([text(1, id), uint(2, RESULTS[result])]));
export function readScavengeId(request: Buffer): string {
  let id = '';
  eachField(request, (field, reader) => {
    if (field !== 1) return reader.skip();
    eachField(reader.bytes(), (f, r) => {
      if (f === 1) id = r.string();
      else r.skip();
    });
  });
  return id;
}

/** How often statistics are wanted, in ms; 0 when the request does not say. */
export function readStatsPeriod(request: Buffer): number {
  let period = 0;
  eachField(request, (field, reader) => {
    if (field === 4) period = reader.number();
    else reader.skip();
  });
  return period;
}
export const statistics = (values: Readonly<Record<string, string>>): Buffer =>
  frame(Buffer.concat(Object.entries(values).map(([key, value]) => message(1, text(1, key), text(2, value)))));

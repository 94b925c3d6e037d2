// Messages of the Projections service.
import { frame } from '../grpc/framing.ts';
import { eachField, float, int64, message, text } from '../grpc/wire.ts';

/** The name in the options of Enable, Disable, Reset, State and Result; '' when there is none. */
export function readProjectionName(request: Buffer): string {
  let name = '';
  eachField(request, (field, reader) => {
    if (field !== 1) return reader.skip();
    eachField(reader.bytes(), (f, r) => {
      if (f === 1) name = r.string();
      else r.skip();
    });
  });
  return name;
}

/** Which projections Statistics asks for: one by name, or all of a mode. */
export type Wanted = { readonly name: string } | 'all' | 'transient' | 'continuous' | 'one-time';
const MODES = { 2: 'all', 3: 'transient', 4: 'continuous', 5: 'one-time' } as const;
export function readWanted(request: Buffer): Wanted {
  let wanted: Wanted = 'all';
  eachField(request, (field, reader) => {
    if (field !== 1) return reader.skip();
    eachField(reader.bytes(), (f, r) => {
      if (f === 1) wanted = { name: r.string() };
      else {
        wanted = MODES[f as keyof typeof MODES] ?? wanted;
        r.skip();
      }
    });
  });
  return wanted;
}

/** `progress` in percent; `position` in the log. */
export type ProjectionInfo = { name: string; status: string; reason: string; position: number; progress: number; processed: number };
export function projectionInfo({ name, status, reason, position, progress, processed }: ProjectionInfo): Buffer {
  const place = `C:${position}/P:${position}`;
  const about = [text(4, name), text(8, status), text(9, reason), text(10, name), text(11, 'Continuous')];
  return frame(message(1, ...about, text(12, place), float(13, progress), text(14, place), int64(15, BigInt(processed))));
}
/** StateResp and ResultResp: an empty object, since system projections keep no state but their links. */
export const noState = (): Buffer => frame(message(1, message(5)));

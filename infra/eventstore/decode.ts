// The answer that nearly all reading consists of, one plain event, taken from its bytes by hand: the client's general Protobuf decoder
// costs more than the rest of its work on an event. Whatever is not exactly that is left to the client's decoder.
import { Reader } from '#infra/embedded/eventstore/grpc/wire.ts';

const NONE: Buffer = Buffer.alloc(0);
const unusual = (): never => {
  throw new RangeError('not a plain event');
};
/** Not the largest uint64, which stands for "none". */
const exact = (value: number): number => (value <= Number.MAX_SAFE_INTEGER ? value : unusual());

/** The value of a message with this one field. */
function only(field: number, message: Buffer): Buffer {
  const reader = new Reader(message);
  const value = reader.next() === field ? reader.bytes() : unusual();
  return reader.next() === 0 ? value : unusual();
}

/** Answers the client's questions to its generated RecordedEvent. Of numbers it makes bigint itself, as of the text it expects. */
class PlainEvent {
  id = NONE;
  stream = NONE;
  data = NONE;
  metadata = NONE;
  revision = 0;
  prepare = 0;
  commit = 0;
  readonly properties = new Map<string, string>();

  take(field: number, reader: Reader): unknown {
    if (field === 1) return (this.id = only(2, reader.bytes()));
    if (field === 2) return (this.stream = only(3, reader.bytes()));
    if (field === 3) return (this.revision = exact(reader.number()));
    if (field === 4) return (this.prepare = exact(reader.number()));
    if (field === 5) return (this.commit = exact(reader.number()));
    if (field === 6) return this.takeProperty(new Reader(reader.bytes()));
    if (field === 7) return (this.metadata = reader.bytes());
    return field === 8 ? (this.data = reader.bytes()) : unusual();
  }
  takeProperty(reader: Reader): void {
    const name = reader.next() === 1 ? reader.string() : unusual();
    this.properties.set(name, reader.next() === 2 ? reader.string() : unusual());
  }
  hasId(): boolean {
    return this.id !== NONE;
  }
  getId(): this {
    return this;
  }
  hasStructured(): boolean {
    return false;
  }
  getString(): string {
    return this.id.toString('latin1');
  }
  hasStreamIdentifier(): boolean {
    return this.stream !== NONE;
  }
  getStreamIdentifier(): this {
    return this;
  }
  getStreamName(): Buffer {
    return this.stream;
  }
  getStreamRevision(): number {
    return this.revision;
  }
  getPreparePosition(): number {
    return this.prepare;
  }
  getCommitPosition(): number {
    return this.commit;
  }
  getMetadataMap(): ReadonlyMap<string, string> {
    return this.properties;
  }
  getCustomMetadata_asU8(): Buffer {
    return this.metadata;
  }
  getData(): Buffer {
    return this.data;
  }
  getData_asU8(): Buffer {
    return this.data;
  }
}

/** The same for its generated ReadEvent. */
class PlainReadEvent {
  event = new PlainEvent();
  commit: number | undefined;

  take(field: number, reader: Reader): void {
    if (field === 1) each(reader.bytes(), this.event);
    else if (field === 3) this.commit = exact(reader.number());
    else if (field === 4)
      reader.skip(); // no position
    else unusual();
  }
  hasEvent(): boolean {
    return true;
  }
  getEvent(): PlainEvent {
    return this.event;
  }
  hasLink(): boolean {
    return false;
  }
  hasCommitPosition(): boolean {
    return this.commit !== undefined;
  }
  getCommitPosition(): number | undefined {
    return this.commit;
  }
}

function each(message: Buffer, into: { take(field: number, reader: Reader): unknown }): void {
  const reader = new Reader(message);
  for (let field = reader.next(); field !== 0; field = reader.next()) into.take(field, reader);
}

/** Something that answers like the client's ReadResp; undefined for every message but one with a single event that is no link. */
export function plainEventIn(answer: Buffer): { hasEvent(): boolean; getEvent(): PlainReadEvent } | undefined {
  try {
    const read = new PlainReadEvent();
    each(only(1, answer), read);
    return read.event.hasId() && read.event.hasStreamIdentifier() ? { hasEvent: () => true, getEvent: () => read } : undefined;
  } catch {
    return undefined; // the client's decoder says what is wrong with it, if anything is
  }
}

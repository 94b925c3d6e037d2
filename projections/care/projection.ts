// Everything of health tourism besides case and patient as records that can be listed and read. One view, since it is one fold over data.
import type { StoredEvent } from '#domain/kernel/envelope.ts';
import { type Fold, view } from '../kernel/projection.ts';
import { careKey, recordAfter } from './record.ts';
import { careRecords } from './records.ts';
import { CareRecord, type CareRow } from './table.ts';

export const care: Fold<StoredEvent, CareRow> = {
  name: 'care-records',
  key: ({ stream }) => careKey(stream.slice, stream.id),
  when: Object.fromEntries(
    careRecords.flatMap((record) => Object.keys(record.when).map((type) => [type, (event, row) => recordAfter(record, event, row)] as const)),
  ) as Fold<StoredEvent, CareRow>['when'],
};
export const careView = view(care, CareRecord);

import type { StoredArticleEvent, Texts } from '#domain/article/messages.ts';
import type { StoredErasureEvent } from '#domain/erasure/messages.ts';
import { searchKeys } from '#domain/kernel/search-keys.ts';
import type { StoredOfferingEvent } from '#domain/offering/messages.ts';
import type { StoredPatientEvent } from '#domain/patient/messages.ts';
import { type Fold, type Seen, view } from '../kernel/projection.ts';
import { type FoundKind, Search, type SearchRow } from './table.ts';

type Gone = Extract<StoredErasureEvent, { type: 'KeysDestroyed' }>;
type Event = StoredPatientEvent | StoredOfferingEvent | StoredArticleEvent | Gone;

const found = (kind: FoundKind, keys: readonly string[], { meta, stream, position }: Seen<Event>): SearchRow => ({
  ...{ tenant: meta.tenant, id: stream.id, kind, keys: [...keys], position },
});
/** Keys that cannot be opened any more belong to a person who was erased: nothing finds them. */
const patient = (event: Seen<Extract<Event, { type: 'PatientRegistered' | 'PatientAmended' }>>, row: SearchRow | undefined) => {
  if (event.data.nameKeys === undefined) return row;
  return Array.isArray(event.opened.nameKeys) ? found('patient', event.opened.nameKeys as string[], event) : null;
};
const offering = (event: Seen<Extract<Event, { type: 'OfferingDefined' | 'OfferingAmended' }>>) => {
  const { name, category, description } = event.data;
  return found('offering', searchKeys(name, category, description), event);
};
const wordsOf = ({ tr, en }: Texts) => [tr?.title, en?.title, tr?.body, en?.body];
const article = (event: Seen<Extract<Event, { type: 'ArticleDrafted' | 'ArticleRevised' }>>) =>
  found('article', searchKeys(event.data.topic, ...wordsOf(event.data.texts)), event);

export const search: Fold<Event, SearchRow> = {
  name: 'search',
  key: ({ stream, data }) => ('persons' in data ? data.persons : stream.id),
  opens: ['nameKeys'],
  when: {
    PatientRegistered: patient,
    PatientAmended: patient,
    OfferingDefined: offering,
    OfferingAmended: offering,
    ArticleDrafted: article,
    ArticleRevised: article,
    KeysDestroyed: (_, row) => row && null,
  },
};
export const searchView = view(search, Search);

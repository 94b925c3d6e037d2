import { type Decider, reject } from '../kernel/decider.ts';
import type { Question, SavedqueryCommand, SavedqueryEvent } from './messages.ts';

export type Savedquery = { readonly version: number; readonly question?: Question; readonly deleted: boolean };

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export const savedquery: Decider<SavedqueryCommand, SavedqueryEvent, Savedquery> = {
  initial: { version: 0, deleted: false },
  decide: {
    SaveQuery: ({ data: { name, note, sql, parameters, chart } }, { version, question, deleted }) => {
      if (deleted) return reject('savedquery.deleted');
      const next = { name, ...(note && { note }), sql, parameters, chart };
      return isSame(next, question) ? [] : [{ type: 'QuerySaved', data: { ...next, version: version + 1 } }];
    },
    DeleteQuery: (_, { version, deleted }) => {
      if (version === 0) return reject('savedquery.unknown');
      return deleted ? [] : [{ type: 'QueryDeleted', data: {} }];
    },
  },
  evolve: {
    QuerySaved: ({ data: { version, ...question } }) => ({ version, question, deleted: false }),
    QueryDeleted: (_, state) => ({ ...state, deleted: true }),
  },
};

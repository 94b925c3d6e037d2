// A process for tests: writes disclosures as fast as it can, and says which are acknowledged, until somebody kills it.
import { type Entry, makeJournal } from './journal.ts';

const [folder = '', prefix = ''] = process.argv.slice(2);
const journal = makeJournal(folder);
const entry = (n: number): Entry => ({
  tenant: n % 3 ? 'acme' : 'other',
  disclosure: {
    at: new Date().toISOString(),
    readerId: 'm1',
    readerKind: 'staff',
    readerRole: 'nurse',
    purpose: 'treatment',
    route: 'get /api/patients/{id}',
    correlation: `${prefix}${n}`,
    persons: [{ id: 'p1', fields: ['resource'], health: true }],
  },
});
for (let n = 0; ; n += 10) {
  await Promise.all(Array.from({ length: 10 }, (_, i) => journal.write(entry(n + i)).then(() => process.stdout.write(`${prefix}${n + i}\n`))));
  if (n % 70 === 0) await journal.cut();
}

// Lists while they grow: whoever reads page after page meets each row that was there once, however many come meanwhile.
import * as assert from 'uvu/assert';
import { spec } from '#infra/testing/spec.ts';
import { type Asker, startViewsHub, type ViewsHub } from '#infra/testing/views-hub.ts';

const uuid = (n: number) => `0190d0c0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const hash = 'ab'.repeat(16);
const doctor: Asker = { roles: ['doctor', 'admin'] };
const dueAt = '2030-01-01T00:00:00.000Z';
const task = { kind: 'approval', urgency: 'normal', about: 'case-x', ladder: ['doctor'], dueAt, climbsAt: dueAt };
const person = {
  fingerprint: hash,
  resource: { resourceType: 'Patient', name: [{ given: ['Ada'], family: 'Demir' }], birthDate: '1980-02-29', gender: 'female' },
};
/** What makes row number `n` of each list. One task is a row of three. */
const MAKES: readonly ((n: number) => { stream: string; type: string; data: object })[] = [
  (n) => ({ stream: `patient-${uuid(n)}`, type: 'PatientRegistered', data: person }),
  (n) => ({ stream: `case-${uuid(1000 + n)}`, type: 'CaseOpened', data: { patientId: uuid(n), procedure: { code: '1', text: 'x' } } }),
  (n) => ({ stream: `task-${uuid(2000 + n)}`, type: 'TaskAssigned', data: task }),
  (n) => ({ stream: `conversation-${uuid(3000 + n)}`, type: 'ConversationOpened', data: { channel: 'web', contactId: uuid(n), identity: String(n) } }),
  (n) => ({ stream: `lead-${uuid(4000 + n)}`, type: 'LeadCaptured', data: { source: 'web', name: 'x', interest: 'x' } }),
];
const LISTS = ['/api/patients', '/api/cases', '/api/tasks', '/api/deadlines', '/api/processes', '/api/conversations', '/api/leads'];
type Page = { items: { id: string }[]; next?: string };

spec('lists that grow', (it, { setup, teardown }) => {
  let hub: ViewsHub;
  setup(async () => {
    hub = await startViewsHub();
  });
  teardown(() => hub.stop());
  it('a cursor neither skips nor repeats a row while others are added', async () => {
    let made = 0;
    const add = async (count: number) => {
      for (const end = made + count; made < end; made += 1) hub.log.write(...MAKES.map((make) => make(made)));
      while (!(await hub.level()));
    };
    await add(7);
    for (const list of LISTS) {
      const all = async (): Promise<string[]> => (await hub.get<Page>(doctor, `${list}?limit=200`)).items.map(({ id }) => id);
      const before = await all();
      assert.ok(before.length >= 7, list);
      const seen: string[] = [];
      for (let next: string | undefined, first = true; first || next; first = false) {
        const page = await hub.get<Page>(doctor, `${list}?limit=3${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
        seen.push(...page.items.map(({ id }) => id));
        next = page.next;
        if (seen.length <= 9) await add(1);
      }
      assert.is(new Set(seen).size, seen.length, `${list} repeats`);
      assert.equal(
        before.filter((id) => !seen.includes(id)),
        [],
        `${list} skips`,
      );
    }
  });
});

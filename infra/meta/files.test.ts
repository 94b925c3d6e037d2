// Pictures and papers over WhatsApp and Instagram by Meta's own protocol.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { FILE_KINDS } from '#domain/conversation/media.ts';
import { isRejection } from '#domain/kernel/decider.ts';
import { getIn } from '#domain/kernel/id-map.ts';
import { startFakeMeta } from '#infra/testing/fakes/meta.ts';
import { clinic, staff } from '#infra/testing/meta-world.ts';
import { spec } from '#infra/testing/spec.ts';

const picture = { mime: 'image/jpeg', ref: 'https://clinic.example/before.jpg' };
const paper = { mime: 'application/pdf', ref: 'https://clinic.example/offer.pdf', bytes: 40_000, name: 'Teklif.pdf' };
const forwarded = { mime: 'video/mp4', ref: 'whatsapp:1234567890' };
type World = ReturnType<typeof clinic>;
async function sent(world: World): Promise<void> {
  while (world.waiting.length > 0) await world.deliver(0);
}

spec('files by Meta’s protocol', (it, { setup, teardown }) => {
  let fake: Awaited<ReturnType<typeof startFakeMeta>>;
  setup(async () => void (fake = await startFakeMeta()));
  teardown(() => fake.close());
  const talk = async (channel: 'whatsapp' | 'instagram', who: string) => {
    const world = clinic(fake);
    await world.hear(channel, channel === 'whatsapp' ? fake.said(who, 'merhaba', `in.${who}`) : fake.saidDirectly(who, 'merhaba', `in.${who}`));
    const stream = await world.conversation(channel, who);
    const say = (content: object, more: object = {}) => world.give(stream, 'SendMessage', { messageId: randomUUID(), content, ...more }, staff);
    const statuses = () => world.idsIn(stream).map((id) => getIn(world.stateOf(stream).messages, id)!.status);
    return { world, stream, say, statuses };
  };

  it('a picture with words, a paper under its name and what a customer sent arrive, and are seen to be delivered and read', async () => {
    const { world, say, statuses } = await talk('whatsapp', '905550000011');
    const before = fake.taken.length;
    for (const [media, text] of [
      [picture, 'önce'],
      [paper, undefined],
      [forwarded, undefined],
    ] as const)
      await say({ media: [media], ...(text && { text }) });
    await sent(world);
    const taken = fake.taken.slice(before);
    assert.equal(
      taken.map(({ file, text }) => [file, text]),
      [
        [`image ${picture.ref}`, 'önce'],
        [`document ${paper.ref}`, ''],
        ['video 1234567890', ''],
      ],
    );
    await world.hear('whatsapp', fake.status(taken[0]!, 'read'));
    await world.hear('whatsapp', fake.status(taken[1]!, 'delivered'));
    await world.hear('whatsapp', fake.status(taken[2]!, 'failed', 131_053));
    assert.equal(statuses(), ['read', 'delivered', 'failed']);
  });

  it('a picture over Instagram is ours when it comes back, also before Instagram has answered', async () => {
    const { world, stream, say, statuses } = await talk('instagram', 'ig-user-11');
    await say({ media: [picture] });
    fake.faults.next('cut-after');
    await sent(world);
    const one = fake.taken.at(-1)!;
    assert.equal([one.file, statuses()], [picture.ref, ['released']]);
    for (let n = 0; n < 2; n += 1) await world.hear('instagram', fake.echoFile(one, 'image'));
    assert.equal([statuses(), world.stateOf(stream).holder], [['sent'], staff.id]);
    assert.is(world.store.log.filter(({ type }) => type === 'MessageEchoed').length, 0);
    await world.hear('instagram', fake.echoFile({ id: 'mid.by.hand.11', to: 'ig-user-11' }, 'file'));
    assert.is(world.store.log.filter(({ type }) => type === 'MessageEchoed').length, 1);
  });

  it('no file reaches Meta that it would refuse, whatever somebody tries to send', async () => {
    const mostly = <T>(usual: T, ...others: T[]) => fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
    const file = fc.record({
      mime: fc.constantFrom('image/jpeg', 'image/webp', 'audio/ogg; codecs=opus', 'video/mp4', 'application/pdf', 'application/zip'),
      ref: mostly('https://clinic.example/f', 'whatsapp:77', 'http://clinic.example/f', '/tmp/f'),
      bytes: mostly(1, 6 << 20, 200 << 20),
    });
    const message = fc.record({
      files: fc.oneof({ weight: 4, arbitrary: fc.tuple(file) }, fc.tuple(file, file)),
      words: mostly(undefined as string | undefined, 'x', 'x'.repeat(1025)),
      kind: mostly<(typeof FILE_KINDS)[number] | undefined>(undefined, ...FILE_KINDS),
      channel: fc.constantFrom('whatsapp' as const, 'instagram' as const),
    });
    const talks = { whatsapp: await talk('whatsapp', '905550000012'), instagram: await talk('instagram', 'ig-user-12') };
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(message, async ({ files, words, kind, channel }) => {
        const { world, say, statuses } = talks[channel];
        const outcome = await say({ media: files, ...(words && { text: words }) }, kind ? { kind } : {});
        if (isRejection(outcome)) return assert.is(outcome.rejected, 'conversation.file-not-taken');
        accepted += 1;
        await sent(world);
        assert.is(statuses().at(-1), 'sent');
      }),
      { numRuns: 150 },
    );
    assert.ok(accepted > 5, `${accepted} were accepted`);
  });
});

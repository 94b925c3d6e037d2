// One projection at work: reads the log behind the place it has reached and adds links, a page at a time, while it is enabled.
import { createdOf, type Entry, idOf, revisionOf, streamOf } from '../store/record.ts';
import type { EmbeddedStore } from '../store/store.ts';
import { DEFINITIONS, isProjected } from './definitions.ts';
import type { Added, LinkIndex } from './link-index.ts';

const PAGE = 512;
const RETRY_MS = 1000;
export type Runner = ReturnType<typeof makeRunner>;
type Deps = { name: string; store: EmbeddedStore; index: LinkIndex; advanced: () => void };

function linkOf(entry: Entry, name: string): Added[] {
  const stream = isProjected(entry) ? DEFINITIONS[name]!.target(entry) : undefined;
  if (stream === undefined) return [];
  const { position, value } = entry;
  return [{ stream, target: { position, created: createdOf(value), cause: idOf(value), text: `${revisionOf(value)}@${streamOf(value)}` } }];
}

export function makeRunner({ name, store, index, advanced }: Deps) {
  let enabled = false;
  let running: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let fault = '';
  let processed = 0;

  async function run(): Promise<void> {
    while (enabled) {
      const page = store.log(index.position() + 1, PAGE, 'forwards');
      const end = page.at(-1)?.position;
      if (end === undefined) return;
      await index.add(
        page.flatMap((entry) => linkOf(entry, name)),
        end,
      );
      processed += page.length;
      fault = '';
      advanced();
    }
  }
  /** A disk that takes no more stops the projection until it does again. */
  function failed(error: unknown): void {
    fault = error instanceof Error ? error.message : String(error);
    retry = setTimeout(wake, RETRY_MS).unref();
  }
  function wake(): void {
    if (!enabled || running) return;
    running = run()
      .catch(failed)
      .finally(() => {
        running = undefined;
        if (enabled && fault === '' && index.position() < store.last()) wake(); // a commit came while the last page was stored
      });
  }
  async function disable(): Promise<void> {
    enabled = false;
    clearTimeout(retry);
    await running;
  }
  function enable(): void {
    enabled = true;
    wake();
  }
  return {
    name,
    index,
    wake,
    enable,
    disable,
    isEnabled: (): boolean => enabled,
    /** Makes all links again from the start of the log. */
    async reset(): Promise<void> {
      const wasEnabled = enabled;
      await disable();
      await index.clear();
      if (wasEnabled) enable();
    },
    /** `position` is how far it has read; `processed` counts events since the server started. */
    info: () => ({ name, enabled, fault, processed, position: index.position() }),
  };
}

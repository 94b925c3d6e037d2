// A hub and a browser for a test's whole file, and what its pages are asked.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type Hub, type Login, startHub, temporaryFolder } from '../hub.ts';
import type { spec } from '../spec.ts';
import { breaches, launch, openWindow } from './browser.ts';

type Define = Parameters<typeof spec>[1];
type It = Parameters<Define>[0];
type Hooks = Parameters<Define>[1];
export type Window = Awaited<ReturnType<typeof openWindow>>;

/** Both are there once `setup` has run. `login`: somebody of the demo with the role, of the clinic unless told otherwise. */
export function makeStage({ setup, teardown }: Hooks, name: string, chromium: string) {
  const folder = temporaryFolder(name);
  let hub: Hub | undefined;
  let browser: Browser | undefined;
  setup(async () => {
    hub = await startHub(join(folder.path, 'data'));
    browser = await launch(chromium);
  });
  teardown(async () => {
    await browser?.close();
    await hub?.stop();
    folder.remove();
  });
  return {
    folder: folder.path,
    hub: () => hub!,
    login: (role: string, tenant?: string): Login => {
      const found = hub!.logins.find((one) => one.role === role && (role === 'operator' || one.tenant === (tenant ?? 'klinik')));
      if (!found) throw new Error(`no demo login has the role ${role}`);
      return found;
    },
    window: (options: Parameters<typeof openWindow>[2] = {}): Promise<Window> => openWindow(browser!, hub!.address, { reducedMotion: 'reduce', ...options }),
  };
}

/** Tests that need those before them: after a failure the rest fails at once, and a picture shows where it stopped. */
export function makeSteps(it: It, name: string, page: () => Page | undefined) {
  let stopped: string | undefined;
  return (title: string, body: () => void | Promise<void>): void =>
    it(title, async () => {
      if (stopped) throw new Error(`an earlier step failed: ${stopped}`);
      try {
        await body();
      } catch (error) {
        stopped = title;
        await page()?.screenshot({ path: join(tmpdir(), `${name}-stopped.png`) });
        throw error;
      }
    });
}

/** Gathers what breaks WCAG on the screens that are checked, so that one run tells of all. */
export function makeChecks() {
  const found: string[] = [];
  const check = async (page: Page, screen: string): Promise<void> => {
    await page.waitForTimeout(150); // a dialog has faded in
    found.push(...(await breaches(page)).map((breach) => `${screen}: ${breach}`));
  };
  const checkBoth = async (page: Page, screen: string): Promise<void> => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' });
      await check(page, `${screen}, ${colorScheme}`);
    }
  };
  return { found, check, checkBoth };
}

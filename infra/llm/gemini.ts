// Google's Gemini behind the agents' model port. It only ever words things, so every failure here means a template is used instead.
import { setTimeout as sleep } from 'node:timers/promises';
import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import type { Model, Prompt } from '#agents/kernel/ports.ts';
import { HubError } from '#domain/kernel/errors.ts';

/** Google retires models; the id is a setting, this is only where it starts. */
export const DEFAULT_MODEL = 'gemini-3.5-flash-lite';
// Always given, since without it the library may send the calls elsewhere by an environment variable of its own.
const GOOGLE = 'https://generativelanguage.googleapis.com';
const MAX_TRIES = 2;
const PAUSE_MS = 500;
const QUOTA_PAUSE_MS = 5000;

export type GeminiOptions = {
  readonly apiKey: string;
  readonly model?: string;
  readonly baseUrl?: string;
  /** For everything, retries included, in milliseconds. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
};
type Failure = { readonly status?: number; readonly errorDetails?: readonly { readonly retryDelay?: string }[] };

/** How long Google asks us to wait, in milliseconds: `retryDelay: "3s"` of google.rpc.RetryInfo. The library hides the header. */
function askedToWait({ errorDetails }: Failure): number {
  const stated = errorDetails?.map(({ retryDelay }) => Number.parseFloat(retryDelay ?? '')).find((seconds) => seconds >= 0);
  return stated === undefined ? QUOTA_PAUSE_MS : stated * 1000;
}

/** The library does not hand a signal on to the request, so we stop waiting instead; the late answer goes nowhere. */
const refusedAt = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Throws HubError `unavailable` when no answer comes in time, the quota is used up or the service fails. */
export function makeGemini({ apiKey, model = DEFAULT_MODEL, baseUrl = GOOGLE, timeoutMs = 15_000, now = Date.now }: GeminiOptions): Model {
  const chat = new ChatGoogleGenerativeAI({ apiKey, model, baseUrl, temperature: 0, maxOutputTokens: 2048, json: true, maxRetries: 0 });
  let quotaUntil = 0;

  /** Not streamed: a stream that breaks makes the library reject a promise which nobody can catch. */
  async function once({ system, user }: Prompt, signal: AbortSignal): Promise<string> {
    const answer = chat.invoke([new SystemMessage(system), new HumanMessage(user)]);
    const { text } = await Promise.race([answer, refusedAt(signal)]);
    if (text === '') throw new HubError('unavailable', 'model.empty', 'the model answered nothing');
    return text;
  }

  /** The pause before another try, or undefined when there is no point in one. */
  function pauseAfter(failure: Failure): number | undefined {
    if (failure.status === 429) {
      const wait = askedToWait(failure);
      quotaUntil = now() + wait;
      return wait;
    }
    return failure.status !== undefined && failure.status >= 500 ? PAUSE_MS : undefined;
  }

  async function complete(prompt: Prompt): Promise<string> {
    if (now() < quotaUntil) throw new HubError('unavailable', 'model.quota', 'the model asked us to wait');
    const deadline = now() + timeoutMs;
    const signal = AbortSignal.timeout(timeoutMs);
    for (let tries = 1; ; tries++)
      try {
        return await once(prompt, signal);
      } catch (cause) {
        const pause = pauseAfter(cause as Failure);
        if (pause === undefined || tries >= MAX_TRIES || now() + pause >= deadline)
          throw new HubError('unavailable', 'model.unavailable', 'the model gave no answer', { cause });
        await sleep(pause);
      }
  }
  return { id: model, complete };
}

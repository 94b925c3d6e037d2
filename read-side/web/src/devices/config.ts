import type { DeviceConfig } from './types.ts';

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
const percentOf = (form: FormData, name: string): number | undefined => {
  const digits = textOf(form, name).replace(/\D/g, '');
  return digits === '' ? undefined : Number(digits);
};

/** A configuration from its form. An empty field is left out; a switch says yes or no. */
export function configOf(form: FormData): DeviceConfig {
  const language = textOf(form, 'language');
  const texts = (['wake_word', 'quiet_from', 'quiet_to'] as const).map((name) => [name, textOf(form, name)] as const).filter(([, text]) => text !== '');
  const [volume, brightness] = [percentOf(form, 'volume'), percentOf(form, 'led_brightness')];
  return {
    ...(volume !== undefined && { volume }),
    ...(brightness !== undefined && { led_brightness: brightness }),
    ...(language && { language: language as 'tr' | 'en' }),
    ...Object.fromEntries(texts),
    microphone: form.has('microphone'),
    auto_update: form.has('auto_update'),
  };
}

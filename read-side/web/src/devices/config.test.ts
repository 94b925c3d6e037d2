import * as assert from 'uvu/assert';
import { config } from '#domain/device/messages.ts';
import { spec } from '#infra/testing/spec.ts';
import { configOf } from './config.ts';

const form = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return data;
};

spec('a device’s configuration from its form', (it) => {
  it('what is filled in is sent as the hub takes it', () => {
    const filled = form({
      volume: '70 %',
      led_brightness: '0 %',
      language: 'tr',
      wake_word: ' arma ',
      quiet_from: '22:00',
      quiet_to: '07:00',
      microphone: 'on',
    });
    const expected = { volume: 70, led_brightness: 0, language: 'tr', wake_word: 'arma', quiet_from: '22:00', quiet_to: '07:00' };
    assert.equal(config.parse(configOf(filled)), { ...expected, microphone: true, auto_update: false });
  });
  it('what is empty is left to the device', () => {
    const empty = form({ volume: '', led_brightness: '', language: '', wake_word: ' ', quiet_from: '', quiet_to: '', auto_update: 'on' });
    assert.equal(config.parse(configOf(empty)), { microphone: false, auto_update: true });
  });
});

import * as fc from 'fast-check';
import { spec } from '#infra/testing/spec.ts';
import * as assert from 'uvu/assert';
import { convert, QUANTITIES, QUANTITY_NAMES } from './units.ts';

spec('units of measurements', (it) => {
  it('the two scales of HbA1c agree at the limits of the guidelines', () => {
    assert.equal(convert('hba1c', 64, 'mmol/mol'), { value: 8 });
    assert.equal(convert('hba1c', 69, 'mmol/mol'), { value: 8.5 });
    assert.equal(convert('hba1c', 48, 'mmol/mol'), { value: 6.5 });
  });
  it('a value on one scale labelled with the other is a mix-up', () => {
    assert.equal(convert('hba1c', 64, '%'), { fault: 'implausible' });
    assert.equal(convert('hba1c', 7, 'mmol/mol'), { fault: 'implausible' });
    assert.equal(convert('haemoglobin', 13.5, 'g/L'), { fault: 'implausible' });
    assert.equal(convert('haemoglobin', 135, 'g/dL'), { fault: 'implausible' });
    assert.equal(convert('creatinine', 88, 'mg/dL'), { fault: 'implausible' });
  });
  it('pounds and inches become kilograms and centimetres', () => {
    assert.equal(convert('weight', 220, '[lb_av]'), { value: 99.8 });
    assert.equal(convert('height', 70, '[in_i]'), { value: 177.8 });
    assert.equal(convert('creatinine', 88.42, 'umol/L'), { value: 1 });
    assert.equal(convert('haemoglobin', 13, 'g/dL'), { value: 130 });
  });
  it('a unit that is not in the table is never guessed at', () => {
    for (const name of QUANTITY_NAMES)
      for (const unit of ['', 'stone', 'constructor', 'KG', '{score}']) assert.equal(convert(name, 50, unit), { fault: 'unit' });
  });
  it('a remark in braces is not part of a unit', () => assert.equal(convert('hba1c', 64, 'mmol/mol{Hb}'), { value: 8 }));
  it('a converted value is plausible, and no unit turns a smaller value into a larger one', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...QUANTITY_NAMES),
        fc.nat(20),
        fc.double({ min: 0.1, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        (name, pick, value, more) => {
          const units = Object.keys(QUANTITIES[name].from);
          const unit = units[pick % units.length]!;
          const [a, b] = [convert(name, value, unit), convert(name, value + more, unit)];
          if ('value' in a) assert.ok(a.value >= QUANTITIES[name].plausible[0] && a.value <= QUANTITIES[name].plausible[1]);
          if ('value' in a && 'value' in b) assert.ok(b.value >= a.value);
        },
      ),
    );
  });
});

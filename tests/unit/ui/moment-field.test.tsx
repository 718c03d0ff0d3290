import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { afterEach, describe, expect, it } from 'vitest';
import { MomentField } from '../../../client/ui/desk/MomentField.tsx';

afterEach(cleanup);

const said: string[] = [];
function Field({ start }: { start: string }) {
  const [value, setValue] = useState(start);
  return (
    <I18nProvider locale="vi-VN">
      <MomentField
        label="Từ thời điểm"
        value={value}
        onChange={(next) => {
          said.push(next);
          setValue(next);
        }}
      />
    </I18nProvider>
  );
}
const parts = () => within(screen.getByRole('group')).getAllByRole('spinbutton');

describe('a moment at a desk', () => {
  it('stands as people here write it: day, month, year, and 24 hours', () => {
    render(<Field start="2026-11-02T14:05" />);
    const shown = Object.fromEntries(parts().map((part) => [part.dataset.type, part.textContent]));
    expect(shown).toEqual({ day: '02', month: '11', year: '2026', hour: '14', minute: '05' });
    const order = parts().map((part) => part.dataset.type);
    expect(order.indexOf('day')).toBeLessThan(order.indexOf('month'));
    expect(order.indexOf('month')).toBeLessThan(order.indexOf('year'));
  });

  it('is told whole, and told as nothing once all of it is taken away', () => {
    said.length = 0;
    render(<Field start="2026-11-22T14:59" />);
    const press = (type: string, key: string): void => {
      const part = parts().find(({ dataset }) => dataset.type === type);
      if (!part) throw new Error(`no ${type}`);
      part.focus();
      fireEvent.keyDown(part, { key });
    };
    press('hour', 'ArrowUp');
    expect(said.at(-1)).toBe('2026-11-22T15:59');
    for (const type of ['minute', 'hour', 'year', 'month', 'day']) for (let sign = 0; sign < 4; sign++) press(type, 'Backspace');
    expect(said.at(-1)).toBe('');
  });

  it('takes what is no moment for none', () => {
    render(<Field start="hôm qua" />);
    expect(parts().every((part) => part.hasAttribute('data-placeholder'))).toBe(true);
  });
});

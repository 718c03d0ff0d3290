import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import { ConditionContext } from '../../../client/ui/condition.ts';
import { Figure } from '../../../client/ui/Figure.tsx';
import { SeverityMark } from '../../../client/ui/SeverityMark.tsx';
import { TileFrame, type TileState } from '../../../client/ui/TileFrame.tsx';

beforeAll(() => void createWords([]));
afterEach(cleanup);

const NOW = Date.parse('2026-11-23T07:05:32Z');
const frame = (state: TileState) => (
  <TileFrame title="Ô thử" from="nguồn thử" asOf={NOW - 240_000} now={NOW} state={state} note="lời nhắn">
    <p>nội dung</p>
  </TileFrame>
);
const region = () => screen.getByRole('region', { name: 'Ô thử' });

describe('TILE1 a frame says what, where from and how old', () => {
  it('live: its body, its source, its age, no hatch', () => {
    const { container } = render(frame('live'));
    expect(screen.getByText('nguồn thử')).toBeTruthy();
    expect(screen.getByText('cách đây 4 phút')).toBeTruthy();
    expect(screen.getByText('nội dung')).toBeTruthy();
    expect(container.querySelector('.hatch')).toBeNull();
  });
  it('stale: the value stays, under a hatch, with a clock and the word', () => {
    const { container } = render(frame('stale'));
    expect(screen.getByText('nội dung')).toBeTruthy();
    expect(container.querySelector('.hatch')).not.toBeNull();
    expect(screen.getByRole('img', { name: 'dữ liệu cũ' })).toBeTruthy();
  });
  it('late: the clock and the word, no hatch yet', () => {
    const { container } = render(frame('late'));
    expect(screen.getByRole('img', { name: 'cập nhật trễ' })).toBeTruthy();
    expect(container.querySelector('.hatch')).toBeNull();
  });
  it('empty says what it would show, error says what is wrong; neither shows a body', () => {
    render(frame('empty'));
    expect(screen.getByText('Chưa có dữ liệu')).toBeTruthy();
    expect(screen.queryByText('nội dung')).toBeNull();
    cleanup();
    render(frame('error'));
    expect(screen.getByRole('alert').textContent).toContain('lời nhắn');
  });
  it('a cut page makes a live tile stale, but not what does not come over the link', () => {
    render(<ConditionContext value={{ kind: 'cut', since: NOW - 9000 }}>{frame('live')}</ConditionContext>);
    expect(region().dataset.state).toBe('stale');
    cleanup();
    render(
      <ConditionContext value={{ kind: 'cut', since: NOW - 9000 }}>
        <TileFrame title="Ô thử" now={NOW} steady />
      </ConditionContext>,
    );
    expect(region().dataset.state).toBe('live');
  });
});

describe('LOOK6 unknown is never zero', () => {
  it('draws an outlined dash with its word', () => {
    const { container } = render(<Figure value={null} unit="m" />);
    expect(screen.getByRole('img', { name: 'không xác định' })).toBeTruthy();
    expect(container.textContent).toBe('m');
    cleanup();
    render(<Figure value={0} unit="m" decimals={1} />);
    expect(screen.getByText('0,0')).toBeTruthy();
  });
});

describe('LOOK7 a severity is a shape, a number and a word', () => {
  it('four shapes, each its own', () => {
    const shapes = ([1, 2, 3, 4] as const).map((level) => {
      const { container } = render(<SeverityMark level={level} word={`mức ${level}`} />);
      expect(screen.getByText(`mức ${level}`)).toBeTruthy();
      expect(container.querySelector('text')?.textContent).toBe(String(level));
      const shape = container.querySelector('path')?.getAttribute('d');
      cleanup();
      return shape;
    });
    expect(new Set(shapes).size).toBe(4);
  });
});

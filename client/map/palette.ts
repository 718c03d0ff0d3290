import type { Severity } from '../../shared/model/vocabulary.ts';

/** The colours of `client/ui/tokens.css` as the map's engines need them, and the quiet steps between that only a map uses. */
export type Room = 'dark' | 'light';
export type Rgba = readonly [r: number, g: number, b: number, a: number];

export type Palette = {
  water: string;
  coast: string;
  land: string;
  /** Ground of the centre's own area: the first step of the ramp. */
  city: string;
  border: string;
  wardLine: string;
  road: string;
  building: string;
  text: string;
  quiet: string;
  faint: string;
  onSignal: string;
  severity: Record<Severity, string>;
  /** Five steps of one hue, quiet to full: how much of the chosen measure. */
  ramp: readonly [string, string, string, string, string];
};

const DARK: Palette = {
  water: '#0f1317',
  coast: '#39434d',
  land: '#171c21',
  city: '#20272e',
  border: '#39434d',
  wardLine: '#0f1317',
  road: '#2c343c',
  building: '#242b32',
  text: '#e6eaee',
  quiet: '#9aa6b2',
  faint: '#64707c',
  onSignal: '#14181d',
  severity: { critical: '#ff4d4f', high: '#ff9f1a', medium: '#ffd84d', low: '#5ec8f2' },
  ramp: ['#20272e', '#28343f', '#314252', '#3c5267', '#48657f'],
};

const LIGHT: Palette = {
  water: '#dfe3e5',
  coast: '#b4bbc1',
  land: '#eeefed',
  city: '#ffffff',
  border: '#b4bbc1',
  wardLine: '#d5d9dc',
  road: '#dadddf',
  building: '#e6e8e6',
  text: '#1b2127',
  quiet: '#55606b',
  faint: '#8a949d',
  onSignal: '#ffffff',
  severity: { critical: '#c81e1e', high: '#b45309', medium: '#8a6d00', low: '#0b6e99' },
  ramp: ['#ffffff', '#e9eff5', '#d0deeb', '#b6cbdf', '#9bb8d2'],
};

export const paletteOf = (room: Room): Palette => (room === 'light' ? LIGHT : DARK);

/** The room an element stands in, by the nearest `data-room`; dark where nobody says. */
export const roomOf = (element: Element): Room =>
  element.closest('[data-room]')?.getAttribute('data-room') === 'light' ? 'light' : 'dark';

/** "#rrggbb" as bytes; `opacity` from 0 to 1. */
export function rgba(hex: string, opacity = 1): Rgba {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, Math.round(opacity * 255)];
}

import './parts.css';
import './tile-frame.css';
import type { ReactNode } from 'react';
import { Age } from './Age.tsx';
import { useCondition } from './condition.ts';
import { Glyph } from './Glyph.tsx';
import { useWords } from './words.ts';

export type TileState = 'live' | 'late' | 'stale' | 'empty' | 'error';

type Props = {
  /** What it is. */
  title: string;
  /** Where it comes from, in words. */
  from?: string;
  /** The moment that the newest of it speaks of; null: nothing yet. Epoch milliseconds, like `now`. */
  asOf?: number | null;
  now: number;
  state?: TileState;
  /** What it would show, when it is empty; what is wrong, when it is not whole. */
  note?: string;
  /** Without its header (a clock is its own). */
  bare?: boolean;
  /** Does not come over the link and so does not age with it (the time of day). */
  steady?: boolean;
  /** The body reaches the tile's edges (a map). */
  flush?: boolean;
  children?: ReactNode;
};

/**
 * The frame of every tile: what, where from, how old. A cut link makes every tile stale, whatever it thinks of itself: values
 * stay, at half strength under a hatch, with a clock and their age.
 */
export function TileFrame({
  title,
  from,
  asOf = null,
  now,
  state = 'live',
  note,
  bare = false,
  steady = false,
  flush = false,
  children,
}: Props) {
  const { t } = useWords();
  const condition = useCondition();
  const cut = condition.kind === 'cut' && !steady && state !== 'empty' && state !== 'error';
  const shown: TileState = cut ? 'stale' : state;
  const aged = shown === 'stale' || shown === 'late';
  const source = from ?? '';
  const of = asOf ?? (cut ? condition.since : null);
  const isNote = shown === 'empty' || shown === 'error';
  const classes = ['tile', `tile--${shown}`, bare ? 'tile--bare' : '', flush && !isNote ? 'tile--flush' : ''].filter(Boolean).join(' ');
  return (
    <section className={classes} aria-label={title} data-state={shown}>
      <header className="tile__head">
        <h2 className="tile__title">{title}</h2>
        <span className="tile__from one-line">{source}</span>
        {of === null ? null : (
          <span className="tile__age">
            {aged ? <Glyph name="clock" word={t(`ui:state.${shown}`)} /> : null}
            {aged ? <span>{t(`ui:state.${shown}`)},</span> : null}
            <Age of={of} now={now} />
          </span>
        )}
      </header>
      <div className="tile__body">
        {isNote ? (
          <p className="tile__note" role={shown === 'error' ? 'alert' : undefined}>
            <strong>{t(`ui:state.${shown}`)}</strong>
            <span>{note}</span>
          </p>
        ) : (
          children
        )}
      </div>
      {shown === 'stale' ? <div className="hatch" aria-hidden="true" /> : null}
    </section>
  );
}

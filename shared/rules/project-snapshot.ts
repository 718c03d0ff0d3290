import type { View } from '../contract/socket.ts';
import type { Snapshot } from './fold.ts';
import { project } from './view.ts';

/** A snapshot as one view may have it. Equals folding only what the view lets through (FOLD3). */
export function projectSnapshot(view: View, snapshot: Snapshot): Snapshot {
  const entries = snapshot.entries.flatMap((entry) => project(view, entry) ?? []);
  const values = new Set(entries.filter((entry) => entry.kind === 'indicator.valued').map((entry) => entry.id));
  return {
    seq: snapshot.seq,
    entries,
    history: snapshot.history.filter(([id]) => values.has(id)),
    folded: snapshot.folded.filter(([bucket]) => {
      const [, area = '', classification] = bucket.split('|');
      return view.classifications.some((c) => c === classification) && (area === '' || view.areas === null || view.areas.includes(area));
    }),
  };
}

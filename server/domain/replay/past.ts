import { encodeFrame } from '../../../shared/contract/frame.ts';
import { encodePicture } from '../../../shared/contract/replay-picture.ts';
import type { View } from '../../../shared/contract/socket.ts';
import { type EpochMs, type Seq, seq } from '../../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { emptyWorld, type Snapshot } from '../../../shared/rules/fold.ts';
import { mayPass, project } from '../../../shared/rules/view.ts';
import { createByteBound } from './byte-bound.ts';
import { foldAll, heldStill, worldOf } from './folding.ts';
import type { Breath, KeptWorlds, PastLog } from './ports.ts';

export type Past = {
  /** The world as it was known at a moment, as a view may have it. `gone`: the log no longer holds what it takes. */
  picture(view: View, at: EpochMs): Promise<Result<{ bytes: Uint8Array; seq: Seq }, 'gone'>>;
  /** What was received after an entry and until a moment, as one frame. `covered`: up to there nothing is missing. */
  page(view: View, after: Seq, until: EpochMs, limit: number): Promise<{ bytes: Uint8Array; covered: EpochMs; more: boolean }>;
  /** The world right after an entry; null: gone. */
  worldAt(seq: Seq): Promise<Snapshot | null>;
  /** Bytes that are held for the next one who asks. */
  held(): number;
};

type Parts = { log: PastLog; worlds: KeptWorlds; breath: () => Breath; clock: () => EpochMs; limits?: Partial<typeof LIMITS> };

/** Bytes, roughly: an entry in memory is worth some 500. */
const LIMITS = { worldBytes: 96 * 1024 * 1024, pictureBytes: 48 * 1024 * 1024, atOnce: 2 };
const ENTRY_BYTES = 500;
const PAGE = 2000;
/** Rows of one kind that are encoded in one step. */
const ROWS = 400;
/** Until a centre is defined: the middle of Việt Nam. */
const DEFAULT_ORIGIN: LngLat = [106, 16];

/** Any moment of the log: the nearest world that is kept, and the entries after it (REPLAY1). Whoever asks for the same shares the work. */
export function createPast({ log, worlds, breath, clock, limits }: Parts): Past {
  const { worldBytes, pictureBytes, atOnce } = { ...LIMITS, ...limits };
  const folded = createByteBound<Snapshot>(worldBytes);
  const pictures = createByteBound<Uint8Array>(pictureBytes);
  const folding = new Map<Seq, Promise<Snapshot | null>>();
  const drawing = new Map<string, Promise<Uint8Array | null>>();
  const turn = createTurns(atOnce);

  async function start(to: Seq): Promise<Snapshot | null> {
    let near: Snapshot | null = null;
    for (const [, world] of folded.each()) if (world.seq <= to && world.seq > (near?.seq ?? -1)) near = world;
    const kept = await worlds.newestUpTo(to);
    return kept !== null && kept > (near?.seq ?? -1) ? ((await worlds.nearest(kept)) ?? near) : near;
  }

  async function foldTo(to: Seq): Promise<Snapshot | null> {
    const near = await start(to);
    const own = breath();
    const world = near ? await worldOf(near, own) : emptyWorld();
    while (world.seq < to) {
      const page = await log.between(world.seq, to, PAGE);
      // Numbers are dense: a hole is what retention took away, and what it left is not the world of then.
      if (page.length === 0 || page.some((entry, i) => entry.seq !== world.seq + 1 + i)) return null;
      await foldAll(world, page, own);
    }
    const made = heldStill(world);
    folded.put(String(to), made, made.entries.length * ENTRY_BYTES);
    return made;
  }

  function worldAt(to: Seq): Promise<Snapshot | null> {
    const known = folded.get(String(to));
    if (known) return Promise.resolve(known);
    const under = folding.get(to);
    if (under) return under;
    const made = turn(() => foldTo(to)).finally(() => folding.delete(to));
    folding.set(to, made);
    return made;
  }

  async function draw(view: View, to: Seq, at: EpochMs): Promise<Uint8Array | null> {
    const world = await worldAt(to);
    return world && encoded(world, view, at, breath(), clock());
  }

  const originOf = async (): Promise<LngLat> => {
    for (const [, world] of folded.each()) return originIn(world);
    return DEFAULT_ORIGIN;
  };

  return {
    worldAt,
    held: () => folded.bytes + pictures.bytes,
    async picture(view, at) {
      const to = await log.knownAt(at);
      // Displays of a wall ask for the very same; a picture knows its moment, so the moment is part of its name.
      const key = `${to}@${at}|${view.key}`;
      const known = pictures.get(key);
      if (known) return ok({ bytes: known, seq: to });
      const made =
        drawing.get(key) ??
        draw(view, to, at)
          .then((bytes) => {
            if (bytes) pictures.put(key, bytes, bytes.length);
            return bytes;
          })
          .finally(() => drawing.delete(key));
      drawing.set(key, made);
      const bytes = await made;
      return bytes ? ok({ bytes, seq: to }) : fail('gone');
    },
    async page(view, after, until, limit) {
      // Nothing is said of what is still to come.
      const reach = Math.min(until, clock()) as EpochMs;
      const to = await log.knownAt(reach);
      const entries = to > after ? await log.seenBetween(view, after, to, limit) : [];
      const last = entries.at(-1);
      const more = last !== undefined && entries.length === limit && last.seq < to;
      const end = more ? last.seq : seq(Math.max(to, after));
      const bytes = encodeFrame(entries, seq(after + 1), end, clock(), await originOf());
      return { bytes, covered: (more ? Math.min(reach, last.receivedAt - 1) : reach) as EpochMs, more };
    },
  };
}

const originIn = ({ entries }: Snapshot): LngLat => {
  for (const entry of entries) if (entry.kind === 'centre.defined') return entry.data.origin;
  return DEFAULT_ORIGIN;
};

/** `encodePicture` of the world as a view may have it, kind by kind and a few rows at a time. */
async function encoded(world: Snapshot, view: View, at: EpochMs, breath: Breath, sentAt: EpochMs): Promise<Uint8Array> {
  const origin = originIn(world);
  const rows = new Map<string, Snapshot['entries']>();
  const valued = new Set<string>();
  const frames: Uint8Array[] = [];
  const flush = async (kind: string): Promise<void> => {
    const waiting = rows.get(kind);
    if (!waiting || waiting.length === 0) return;
    rows.set(kind, []);
    frames.push(encodeFrame(waiting, seq(1), world.seq, sentAt, origin));
    if (breath.isDue()) await breath.take();
  };
  let n = 0;
  for (const whole of world.entries) {
    if (++n % 200 === 0 && breath.isDue()) await breath.take();
    const entry = project(view, whole);
    if (!entry) continue;
    if (entry.kind === 'indicator.valued') valued.add(entry.id);
    const of = rows.get(entry.kind);
    if (!of) rows.set(entry.kind, [entry]);
    else if (of.push(entry) >= ROWS) await flush(entry.kind);
  }
  for (const kind of rows.keys()) await flush(kind);
  return encodePicture({
    at,
    seq: world.seq,
    view,
    frames,
    history: world.history.filter(([id]) => valued.has(id)),
    folded: world.folded.filter(([bucket]) => isCounted(view, bucket)),
  });
}

/** A bucket of finished subjects holds one area and one classification: what no view splits. */
function isCounted(view: View, bucket: string): boolean {
  const [, area = '', classification = ''] = bucket.split('|');
  return mayPass(view, {
    classification: classification as View['classifications'][number],
    area: (area === '' ? null : area) as Parameters<typeof mayPass>[1]['area'],
  });
}

/** So many at once, the others in order. */
function createTurns(max: number): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (busy >= max) await new Promise<void>((go) => waiting.push(go));
    else busy++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
}

import type { Anchor, AuditEntry, AuditFault, SignedHead } from '../../../shared/contract/audit.ts';
import { type CheckSignature, GENESIS, type Head, type Sha256, sealOf, signedBytes } from './chain.ts';

export type Checking = {
  sha256: Sha256;
  checkSignature: CheckSignature;
  /** Public keys by id. `strict`: a signature by any other key is a fault; else it is counted and proves nothing. */
  keys: ReadonlyMap<string, string>;
  strict: boolean;
};

export type Against = {
  checkpoints: readonly SignedHead[];
  /** Heads that were kept beside the database. */
  heads: readonly SignedHead[];
  /** Read off a paper: a number and the hash that is printed beside it, or how it begins. */
  printed: readonly { n: number; hash: string }[];
};

export type Verdict = {
  size: number;
  first: Head | null;
  last: Head | null;
  /** Checkpoints whose signature and hash hold, and those of keys that nobody here vouches for. */
  checkpoints: { held: number; unknown: number };
  /** The newest number up to which a signature that holds, or a paper, proves the chain; 0: none does. */
  proven: number;
  /** The first of them; `faultCount` says how many there are. */
  faults: AuditFault[];
  faultCount: number;
};

export type Stretch = {
  /** Where the rows begin: after this entry. Unset: at the very first. */
  after?: { n: number; hash: string };
  /** Rows picked by a filter: numbers may be left out, and each row still has to fit its own hash. */
  picked?: boolean;
};

const FAULTS_KEPT = 200;

/**
 * Goes once through a chain, oldest row first, and says what is wrong with it and where. Holds no rows but those at fault, so the
 * chain may be of any length.
 *
 * What a chain alone cannot show, its anchors do: whoever owns the database can write all of it anew, hashes and all, but not what
 * was signed with a key that lies elsewhere, nor what stands on paper.
 */
export async function verifyChain(
  rows: AsyncIterable<AuditEntry> | Iterable<AuditEntry>,
  against: Against,
  checking: Checking,
  { after = { n: 0, hash: GENESIS }, picked = false }: Stretch = {},
): Promise<Verdict> {
  const faults = createFaults();
  const changed: AuditEntry[] = [];
  const anchors = anchorsOf(against, checking, faults);
  let size = 0;
  let first: Head | null = null;
  let last: Head | null = null;
  /** null: nothing is known of the row before. */
  let before: { n: number; hash: string } | null = picked ? null : after;
  let proven = 0;
  let held = 0;

  for await (const row of rows) {
    if (before && row.n <= before.n) {
      faults.add({ kind: 'misplaced', n: row.n });
      continue;
    }
    const gap: boolean = before !== null && row.n > before.n + 1;
    if (before && gap && !picked) faults.add({ kind: 'missing', from: before.n + 1, to: row.n - 1 });
    if (sealOf(checking.sha256, row.previousHash, row) !== row.hash) {
      faults.add({ kind: 'changed', n: row.n });
      if (changed.length < FAULTS_KEPT) changed.push(row);
    } else if (before && !gap && row.previousHash !== before.hash) faults.add({ kind: 'unlinked', n: row.n });
    for (const { by, at, hash } of anchors.at(row.n)) {
      if (!row.hash.startsWith(hash)) faults.add({ kind: 'rewritten', n: row.n, at, by });
      else {
        proven = row.n;
        if (by === 'checkpoint') held += 1;
      }
    }
    const head = { n: row.n, at: row.at, hash: row.hash };
    first ??= head;
    last = head;
    before = head;
    size += 1;
  }

  const end: number = last?.n ?? (picked ? Number.POSITIVE_INFINITY : after.n);
  if (!picked) for (const { n, at, by } of anchors.past(end)) faults.add({ kind: 'cut', last: end, signed: n, at, by });
  for (const [a, b] of swappedAmong(changed, checking.sha256)) faults.swap(a, b);
  return { size, first, last, checkpoints: { held, unknown: anchors.unknown }, proven, ...faults.sum() };
}

type Pinned = { n: number; hash: string; at: number | null; by: Anchor };

/** What the chain must agree with; signatures that do not hold are faults and pin nothing. */
function anchorsOf(against: Against, { keys, strict, checkSignature }: Checking, faults: Faults) {
  const pinned = new Map<number, Pinned[]>();
  let unknown = 0;
  const pin = (anchor: Pinned): void => void pinned.set(anchor.n, [...(pinned.get(anchor.n) ?? []), anchor]);
  const take = (what: 'checkpoint' | 'head', signed: SignedHead): void => {
    const { n, key, at, hash, signature } = signed;
    const publicKey = keys.get(key);
    if (publicKey === undefined) {
      if (what === 'checkpoint') unknown += 1;
      if (strict) faults.add({ kind: 'unknown-key', n, key, by: what });
    } else if (!checkSignature(publicKey, signedBytes(what, signed), signature)) faults.add({ kind: 'forged', n, key, by: what });
    else pin({ n, hash, at, by: what });
  };
  for (const checkpoint of against.checkpoints) take('checkpoint', checkpoint);
  for (const head of against.heads) take('head', head);
  for (const { n, hash } of against.printed) pin({ n, hash, at: null, by: 'printed' });
  return {
    unknown,
    at: (n: number): readonly Pinned[] => pinned.get(n) ?? [],
    past: (end: number): Pinned[] => [...pinned.values()].flat().filter(({ n }) => n > end),
  };
}

type Faults = ReturnType<typeof createFaults>;

function createFaults() {
  let kept: AuditFault[] = [];
  let count = 0;
  return {
    add(fault: AuditFault): void {
      count += 1;
      if (kept.length < FAULTS_KEPT) kept.push(fault);
    },
    /** Two rows that do not fit their hashes are one thing: each has the other's content. */
    swap(a: number, b: number): void {
      const concerns = (fault: AuditFault): boolean =>
        (fault.kind === 'changed' && (fault.n === a || fault.n === b)) ||
        (fault.kind === 'unlinked' && [a, b, a + 1, b + 1].includes(fault.n));
      const left = kept.filter((fault) => !concerns(fault));
      count -= kept.length - left.length - 1;
      kept = [...left, { kind: 'swapped', n: a, other: b }];
    },
    sum: () => ({ faults: kept, faultCount: count }),
  };
}

/** Pairs of rows of which each has the content of the other: with its hashes (the rows changed numbers) or without them. */
function* swappedAmong(rows: readonly AuditEntry[], sha256: Sha256): Generator<[number, number]> {
  const fits = (content: AuditEntry, place: AuditEntry): boolean => {
    const facts = { ...content, n: place.n };
    return sealOf(sha256, content.previousHash, facts) === content.hash || sealOf(sha256, place.previousHash, facts) === place.hash;
  };
  const paired = new Set<number>();
  for (const [i, a] of rows.entries()) {
    if (paired.has(a.n)) continue;
    const b = rows.slice(i + 1).find((other) => !paired.has(other.n) && fits(a, other) && fits(other, a));
    if (!b) continue;
    paired.add(a.n).add(b.n);
    yield [a.n, b.n];
  }
}

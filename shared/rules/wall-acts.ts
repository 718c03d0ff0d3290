import type { WallControlled, WallDirected, WallFocused } from '../contract/direction.ts';

/** What was done to a wall, read from how one version of an entry differs from the one before it. */
export type WallAct = { what: string; subject: string | null };

/** @param before null: it is not known, nothing is read from it. */
export function actsBetween(before: WallDirected | null, after: WallDirected): WallAct[] {
  const acts: WallAct[] = [];
  const was = before ?? NOTHING;
  const began = (a: { since: number } | null, b: { since: number } | null): boolean => b !== null && a?.since !== b.since;
  if (began(was.emergency, after.emergency)) acts.push({ what: 'emergency', subject: after.emergency?.reason ?? null });
  else if (was.emergency && !after.emergency) acts.push({ what: 'end-emergency', subject: null });
  if (began(was.override, after.override)) acts.push({ what: 'show', subject: after.override?.scene ?? null });
  // What ended by itself is nobody's act.
  else if (was.override && !after.override && was.override.until > after.showAt) acts.push({ what: 'resume', subject: null });
  if (began(was.banner, after.banner)) acts.push({ what: 'banner', subject: after.banner?.text ?? null });
  else if (was.banner && !after.banner && was.banner.until > after.showAt) acts.push({ what: 'end-banner', subject: null });
  if (began(was.pin, after.pin))
    acts.push({ what: 'pin', subject: after.pin?.target.kind === 'place' ? after.pin.target.name : (after.pin?.target.id ?? null) });
  else if (was.pin && !after.pin && was.pin.until > after.showAt) acts.push({ what: 'unpin', subject: null });
  if (was.fullTile !== after.fullTile && (after.fullTile !== null || acts.length === 0))
    acts.push({ what: 'full-tile', subject: after.fullTile });
  if (was.frozenAt !== after.frozenAt && (after.frozenAt !== null || !after.emergency))
    acts.push({ what: after.frozenAt === null ? 'unfreeze' : 'freeze', subject: null });
  if (began(was.replay, after.replay)) acts.push({ what: 'replay', subject: after.replay?.name ?? null });
  else if (was.replay && !after.replay && !after.emergency) acts.push({ what: 'live', subject: null });
  return acts;
}

const NOTHING: Pick<WallDirected, 'emergency' | 'override' | 'banner' | 'pin' | 'fullTile' | 'frozenAt' | 'replay'> = {
  emergency: null,
  override: null,
  banner: null,
  pin: null,
  fullTile: null,
  frozenAt: null,
  replay: null,
};

/** Of all that holds the one that began last: what a version says whose forerunner is not known. */
export function newestAct(data: WallDirected): WallAct[] {
  const acts = actsBetween(null, data);
  const since = (what: string): number =>
    ({ emergency: data.emergency, show: data.override, banner: data.banner, pin: data.pin, replay: data.replay })[what]?.since ?? 0;
  return acts.sort((a, b) => since(b.what) - since(a.what)).slice(0, 1);
}

/** What became of the control between two versions: `holds`, `released`, `asked`, `declined`. */
export function controlBetween(before: WallControlled | null, after: WallControlled): { what: string; name: string } | null {
  const [was, is] = [before?.holder ?? null, after.holder];
  if (is && was?.id !== is.id) return { what: 'holds', name: is.name };
  if (was && !is) return { what: 'released', name: was.name };
  if (after.request && before?.request?.id !== after.request.id) return { what: 'asked', name: after.request.name };
  if (before?.request && !after.request && is) return { what: 'declined', name: before.request.name };
  return null;
}

/** What became of the focus zone: an incident took it (`focus`, nobody's act), or a person said that they have it (`acknowledge`). */
export function focusBetween(
  before: WallFocused | null,
  { incident, acknowledged, acknowledgedBy }: WallFocused,
): (WallAct & { name: string | null })[] {
  if (!incident) return [];
  const had = before?.incident ?? null;
  const isNew = had?.id !== incident.id || had.since !== incident.since;
  const acts: (WallAct & { name: string | null })[] = isNew ? [{ what: 'focus', subject: incident.id, name: null }] : [];
  if (acknowledged && (isNew || !before?.acknowledged))
    acts.push({ what: 'acknowledge', subject: incident.id, name: acknowledgedBy ?? null });
  return acts;
}

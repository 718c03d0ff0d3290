import { useMemo, useRef, useState } from 'react';
import type { WallOrder } from '../../../shared/contract/direction.ts';
import type { SessionPerson } from '../../../shared/contract/session.ts';
import type { WallList } from '../../../shared/contract/walls.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';
import { replayMoment } from '../../../shared/rules/direction.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { groupsAcross } from '../../../shared/rules/wall-canvas.ts';
import { useLink, useNow, useStores, useWorld } from '../../stores/stores-context.tsx';
import { exchange } from '../../ui/desk/exchange.ts';
import { useAnswer } from '../../ui/desk/use-answer.ts';
import { useWords } from '../../ui/words.ts';
import { CONTROL_KEYS } from './ControlPanel.tsx';
import { needsControl, offered, standingOf } from './control.ts';
import type { OpenDialog } from './DeskDialogs.tsx';
import { placesOf } from './display-states.ts';
import { STEP_MS } from './InForce.tsx';
import { type Keys, useKeys } from './keys.ts';
import { untilClock } from './moments.ts';
import { inWords } from './refusal-words.ts';
import { STAYS, type Stay } from './SceneList.tsx';
import { SCENE_KINDS, type SceneHere, scenesHere } from './scenes-here.ts';
import { SUBJECT_KINDS } from './subjects.ts';
import { speedOf } from './undo.ts';
import { useActLog } from './use-act-log.ts';
import { useActs } from './use-acts.ts';
import { useCapture } from './use-capture.ts';
import { useGlasses } from './use-glasses.ts';
import { isStill, stateOf, WALL_KINDS, wallsHere } from './walls-here.ts';
import { useDeskWords } from './words.ts';

const WALLS_EVERY_MS = 5000;
const KEYS_KEPT = 'ioc.desk-wall.keys';

/**
 * What a person at the desk can do and what it is done to: the walls, the one that is chosen, its displays, the scenes, every act with
 * its key. `Board` draws it.
 */
export function useBoard(person: SessionPerson) {
  const { t } = useDeskWords();
  const { t: word } = useWords();
  const { clock, world } = useStores();
  const now = useNow();
  const may = RIGHTS[person.role].may;
  const mayDirect = may['wall:direct'] !== undefined;
  const isCut = useLink(({ link }) => link.kind !== 'live');

  const listed = useAnswer<WallList>('/walls/v1', WALLS_EVERY_MS);
  const list = listed.value?.walls;
  // The version says that a wall changed; what is made of it depends on the moment too.
  const version = useWorld(WALL_KINDS, (): object => ({}), 'walls');
  const walls = useMemo(() => {
    void version;
    return wallsHere(world.world(), list ?? []);
  }, [world, list, version]);
  const [wantedWall, setWantedWall] = useState<string | null>(null);
  const wall = walls.find(({ id }) => id === wantedWall) ?? walls[0] ?? null;
  const glasses = useGlasses(walls.map(({ id }) => id));

  const sceneVersion = useWorld(SCENE_KINDS, (): object => ({}), 'scenes');
  const groups = groupsAcross(wall?.geometry ?? null);
  const scenes = useMemo((): SceneHere[] => {
    void sceneVersion;
    return scenesHere(world.world(), groups);
  }, [world, sceneVersion, groups]);
  const sceneName = (id: string): string => scenes.find((one) => one.id === id)?.name ?? t('scenes.unknown', { id });
  useWorld(SUBJECT_KINDS, (): object => ({}), 'subjects');

  const state = stateOf(world.world(), wall?.id ?? '', now);
  const standing = standingOf(state.control, person.id, now);
  const acts = useActs();
  const notes = useActLog();
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [isPicking, setIsPicking] = useState(false);
  const [stay, setStay] = useState<Stay>('30');
  const [until, setUntil] = useState('');
  const [wantedDisplay, setWantedDisplay] = useState<string | null>(null);
  const [hasKeys, setHasKeys] = useState(() => localStorage.getItem(KEYS_KEPT) !== 'off');
  const keepKeys = (on: boolean): void => {
    setHasKeys(on);
    localStorage.setItem(KEYS_KEPT, on ? 'on' : 'off');
  };
  const search = useRef<HTMLInputElement>(null);
  const { capture, expect } = useCapture(clock.now);

  const places = wall ? placesOf(wall.geometry, glasses.get(wall.id)?.glass ?? null) : [];
  const display = places.find(({ position }) => position === wantedDisplay) ?? places[0] ?? null;
  const canDo = (order: WallOrder['order']): boolean =>
    wall !== null && mayDirect && !isCut && (!needsControl(order) || standing.kind !== 'theirs');

  const tellWall = (id: string, order: WallOrder): void => {
    const to = walls.find((one) => one.id === id);
    if (to) void acts.tell({ wall: id, wallName: to.name, order, state: stateOf(world.world(), id, clock.now()), now: clock.now() });
  };
  const order = (one: WallOrder): void => {
    if (wall && canDo(one.order)) tellWall(wall.id, one);
  };
  const show = (id: string, scene: string): void => {
    const forMs = stay === 'until' ? untilClock(until, clock.now()) : Number(stay) * 60_000;
    if (forMs === null) acts.say({ tone: 'wrong', text: t('scenes.noTime') });
    else tellWall(id, { order: 'show', scene, forMs: Math.max(10_000, forMs), reason: null });
  };
  const mayShowOn = (id: string): boolean =>
    mayDirect && !isCut && standingOf(world.world().slots['wall.controlled'].get(id)?.data ?? null, person.id, now).kind !== 'theirs';
  const open = (which: OpenDialog, needed: WallOrder['order']): void => {
    if (canDo(needed)) setDialog(which);
  };

  const switchAudience = async (audience: Audience): Promise<void> => {
    if (!wall) return;
    const answer = await exchange(`/admin/v1/walls/${encodeURIComponent(wall.id)}/audience`, { method: 'POST', json: { audience } });
    acts.say(
      answer.ok
        ? {
            tone: 'note',
            text: t('isDone', { wall: wall.name, what: t('done.audience', { audience: word(`vocabulary:audience.${audience}`) }) }),
          }
        : { tone: 'wrong', text: t('notDone', { wall: wall.name, fault: inWords(answer.error, t) }) },
    );
    listed.again();
  };
  const command = async (what: 'reload' | 'capture'): Promise<void> => {
    if (!wall || !display?.glass || !mayDirect || isCut) return;
    const path = `/walls/v1/${encodeURIComponent(wall.id)}/displays/${encodeURIComponent(display.position)}/command`;
    const answer = await exchange<{ capture: string | null }>(path, { method: 'POST', json: { command: what } });
    if (!answer.ok) return acts.say({ tone: 'wrong', text: t('notDone', { wall: display.glass.name, fault: inWords(answer.error, t) }) });
    acts.say({ tone: 'note', text: t('isDone', { wall: display.glass.name, what: t(`done.${what}`) }) });
    if (answer.value.capture !== null) expect(wall.id, display.glass.name, answer.value.capture);
  };

  const { direction } = state;
  const replay = direction?.replay ?? null;
  const seek = (next: Partial<Extract<WallOrder, { order: 'replay' }>>): void => {
    if (!replay) return;
    const at = replayMoment(replay, clock.now());
    order({ order: 'replay', at, to: replay.to, speed: speedOf(replay.speed), name: replay.name, ...next });
  };
  const control = (key: string): void => {
    const act = offered(standing).find((one) => CONTROL_KEYS[one] === key);
    if (act && mayDirect && !isCut) order({ order: 'control', act });
  };
  const toggle = {
    emergency: () => open(direction?.emergency ? 'end-emergency' : 'emergency', 'emergency'),
    banner: () => (isStill(direction?.banner, clock.now()) ? order({ order: 'end-banner' }) : open('banner', 'banner')),
    full: () => {
      if (direction?.fullTile) order({ order: 'full-tile', tile: null });
      else if (canDo('full-tile')) setIsPicking(!isPicking);
    },
    freeze: () => order({ order: direction?.frozenAt ? 'unfreeze' : 'freeze' }),
    audience: () => {
      if (wall?.audience && may['audience:switch'] && !isCut) setDialog('audience');
    },
    acknowledge: () => {
      const incident = state.focus?.acknowledged ? null : state.focus?.incident;
      if (incident) order({ order: 'acknowledge', id: incident.id });
    },
    undo: () => {
      if (acts.undo && !isCut && !acts.isGoing) void acts.takeBack();
    },
    next: () => {
      const at = wall ? walls.indexOf(wall) : -1;
      setWantedWall(walls[(at + 1) % walls.length]?.id ?? null);
    },
    nextDisplay: () => {
      const at = display ? places.indexOf(display) : -1;
      setWantedDisplay(places[(at + 1) % places.length]?.position ?? null);
    },
  };
  const keys: Keys = {
    '/': () => search.current?.focus(),
    ...Object.fromEntries(STAYS.map((one, i) => [String(i + 1), () => setStay(one)])),
    ...Object.fromEntries(['t', 'g', 'd', 'h'].map((key) => [key, () => control(key)])),
    e: toggle.emergency,
    r: () => order({ order: 'resume' }),
    b: toggle.banner,
    c: () => open('camera', 'pin'),
    p: () => open('place', 'pin'),
    n: () => order({ order: 'unpin' }),
    f: toggle.full,
    z: toggle.freeze,
    x: () => open('replay', 'replay'),
    l: () => order({ order: 'live' }),
    q: () => seek({ speed: replay?.speed === 0 ? 1 : 0 }),
    j: () => seek({ at: epochMs((replay ? replayMoment(replay, clock.now()) : clock.now()) - STEP_MS) }),
    y: () => seek({ at: epochMs(Math.min(clock.now(), (replay ? replayMoment(replay, clock.now()) : clock.now()) + STEP_MS)) }),
    a: toggle.audience,
    k: toggle.acknowledge,
    u: toggle.undo,
    w: toggle.next,
    v: toggle.nextDisplay,
    m: () => void command('capture'),
    o: () => {
      if (display?.glass && mayDirect && !isCut) setDialog('reload');
    },
    escape: () => setIsPicking(false),
  };
  useKeys(keys, hasKeys);

  return {
    listed,
    walls,
    wall,
    glasses,
    scenes,
    sceneName,
    state,
    standing,
    acts,
    notes,
    dialog,
    setDialog,
    isPicking,
    setIsPicking,
    stay,
    setStay,
    until,
    setUntil,
    hasKeys,
    search,
    capture,
    places,
    display,
    canDo,
    order,
    show,
    mayShowOn,
    open,
    switchAudience,
    command,
    direction,
    toggle,
    setWantedWall,
    setWantedDisplay,
    keepKeys,
    may,
    mayDirect,
    isCut,
    world,
    now,
  };
}
